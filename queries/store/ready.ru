# All of a change is there: from here on it will be made, by whoever comes first.
PREFIX graph: <https://w3id.org/dateline/graph/>
PREFIX j: <https://w3id.org/dateline/journal#>

DELETE { GRAPH graph:journal { ?entry j:state "open" } }
INSERT { GRAPH graph:journal { ?entry j:state "ready" ; j:digest ?digest ; j:next ?next } }
WHERE {
  VALUES (?entry ?owner ?revision ?digest ?next) { }
  GRAPH graph:journal {
    ?entry j:state "open" ; j:owner ?owner .
    graph:journal j:revision ?revision
  }
  FILTER NOT EXISTS { GRAPH graph:journal { ?other j:state "ready" } }
}
