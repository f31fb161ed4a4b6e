# A change is made: there is a new revision, and the change is over.
PREFIX graph: <https://w3id.org/dateline/graph/>
PREFIX j: <https://w3id.org/dateline/journal#>

DELETE { GRAPH graph:journal { ?entry j:state "ready" . graph:journal j:revision ?revision } }
INSERT { GRAPH graph:journal { ?entry j:state "over" . graph:journal j:revision ?next } }
WHERE {
  VALUES (?entry ?owner ?next) { }
  GRAPH graph:journal {
    ?entry j:state "ready" ; j:owner ?owner ; j:next ?next .
    graph:journal j:revision ?revision
  }
}
