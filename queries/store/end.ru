# An entry of the journal that is over goes.
PREFIX graph: <https://w3id.org/dateline/graph/>
PREFIX j: <https://w3id.org/dateline/journal#>

DELETE { GRAPH graph:journal { ?entry ?property ?value } }
WHERE {
  VALUES (?entry) { }
  GRAPH graph:journal { ?entry j:state "over" ; ?property ?value }
}
