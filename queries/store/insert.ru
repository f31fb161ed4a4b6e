# A batch of a change is added, as long as the change is being made, and by us.
PREFIX graph: <https://w3id.org/dateline/graph/>
PREFIX j: <https://w3id.org/dateline/journal#>

INSERT { }
WHERE {
  VALUES (?entry ?owner) { }
  GRAPH graph:journal { ?entry j:owner ?owner ; j:state "ready" }
}
