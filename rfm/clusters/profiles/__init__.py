"""Why a cluster is one: what sets it apart, a rule, typical members, a name and a paragraph."""
