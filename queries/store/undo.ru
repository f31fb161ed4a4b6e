# A change that is not ready is over.
PREFIX graph: <https://w3id.org/dateline/graph/>
PREFIX j: <https://w3id.org/dateline/journal#>

DELETE { GRAPH graph:journal { ?entry j:state "open" } }
INSERT { GRAPH graph:journal { ?entry j:state "over" } }
WHERE {
  VALUES (?entry ?owner) { }
  GRAPH graph:journal { ?entry j:state "open" ; j:owner ?owner }
}
