# A change begins, if no other one is under way and nothing was changed meanwhile.
PREFIX graph: <https://w3id.org/dateline/graph/>
PREFIX j: <https://w3id.org/dateline/journal#>

INSERT {
  GRAPH graph:journal { ?entry j:state "open" ; j:owner ?owner ; j:until ?until }
}
WHERE {
  VALUES (?entry ?owner ?until ?revision) { }
  GRAPH graph:journal { graph:journal j:revision ?revision }
  FILTER NOT EXISTS { GRAPH graph:journal { ?other j:state ?state } }
}
