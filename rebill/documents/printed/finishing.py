"""Finishes a PDF with pikepdf: a sixth of the size, and, where it carries an electronic invoice, said in its metadata.

Typst writes the structure of a tagged PDF uncompressed, and knows nothing of Factur-X 1.0. PDF/A wants a schema that it
does not know described, so the description goes in with the four properties, where typst's packet has a place for it.
"""

from io import BytesIO

NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
PROPERTIES = {
    "DocumentFileName": ("factur-x.xml", "The name of the embedded XML document"),
    "DocumentType": ("INVOICE", "The type of the hybrid document in capital letters, e.g. INVOICE or ORDER"),
    "Version": ("1.0", "The actual version of the standard applying to the embedded XML document"),
    "ConformanceLevel": ("EN 16931", "The conformance level of the embedded XML document"),
}
SCHEMAS = "<pdfaExtension:schemas><rdf:Bag>"
END = "</rdf:RDF>"


def finished(made: bytes, carries_invoice: bool) -> bytes:
    """The PDF in its final bytes; its ids are drawn from its content."""
    import pikepdf

    with pikepdf.open(BytesIO(made)) as pdf:
        if carries_invoice:
            packet = pdf.Root.Metadata.read_bytes().decode()
            assert packet.count(SCHEMAS) == 1, "typst describes the schemas that it uses"
            packet = packet.replace(SCHEMAS, SCHEMAS + _schema()).replace(END, _described() + END)
            pdf.Root.Metadata.write(packet.encode())
        written = BytesIO()
        pdf.save(
            written,
            deterministic_id=True,
            fix_metadata_version=False,  # else it writes the metadata anew
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return written.getvalue()


def _schema() -> str:
    properties = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{meaning}</pdfaProperty:description></rdf:li>"
        for name, (_, meaning) in PROPERTIES.items()
    )
    return (
        '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def _described() -> str:
    values = "".join(f"<fx:{name}>{value}</fx:{name}>" for name, (value, _) in PROPERTIES.items())
    return f'<rdf:Description rdf:about="" xmlns:fx="{NAMESPACE}">{values}</rdf:Description>'
