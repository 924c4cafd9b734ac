"""The XML of Word documents: names, element families and the order the schema wants; it knows XML, not meaning."""
