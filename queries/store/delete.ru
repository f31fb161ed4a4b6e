# A batch of a change is removed, as long as the change is being made, and by us. Several of these
# may stand in one request; not every engine then takes prefixes that are declared again.
DELETE { }
WHERE {
  VALUES (?entry ?owner) { }
  GRAPH <https://w3id.org/dateline/graph/journal> {
    ?entry <https://w3id.org/dateline/journal#owner> ?owner ;
           <https://w3id.org/dateline/journal#state> "ready"
  }
}
