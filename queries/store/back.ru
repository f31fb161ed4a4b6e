# A change that the engine refuses to make goes back instead.
PREFIX graph: <https://w3id.org/dateline/graph/>
PREFIX j: <https://w3id.org/dateline/journal#>

INSERT { GRAPH graph:journal { ?entry j:back "yes" } }
WHERE {
  VALUES (?entry ?owner) { }
  GRAPH graph:journal { ?entry j:state "ready" ; j:owner ?owner }
}
