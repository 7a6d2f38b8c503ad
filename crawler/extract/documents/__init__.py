"""Articles in other forms than HTML: PDF, DOCX, ODT."""
