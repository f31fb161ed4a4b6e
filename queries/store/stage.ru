# A part of a change is written down, as long as the change is open and ours.
PREFIX graph: <https://w3id.org/dateline/graph/>
PREFIX j: <https://w3id.org/dateline/journal#>

INSERT { }
WHERE {
  VALUES (?entry ?owner) { }
  GRAPH graph:journal { ?entry j:owner ?owner ; j:state "open" }
}
