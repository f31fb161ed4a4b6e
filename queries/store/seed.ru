# A knowledge base begins: its first revision, which any other one takes the place of.
PREFIX graph: <https://w3id.org/dateline/graph/>
PREFIX j: <https://w3id.org/dateline/journal#>

INSERT DATA { GRAPH graph:journal { graph:journal j:revision "0" } }
