# A change goes on under another owner, or under the same one for longer.
PREFIX graph: <https://w3id.org/dateline/graph/>
PREFIX j: <https://w3id.org/dateline/journal#>

DELETE { GRAPH graph:journal { ?entry j:owner ?before ; j:until ?ends } }
INSERT { GRAPH graph:journal { ?entry j:owner ?owner ; j:until ?until } }
WHERE {
  VALUES (?entry ?before ?owner ?until) { }
  GRAPH graph:journal { ?entry j:owner ?before ; j:until ?ends }
}
