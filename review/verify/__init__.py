"""``shenyue verify``: every source opened again by code that shares nothing with the readers, every quote found again.

A report is only worth what its quotes are worth. Nothing here imports ``extractor.readers``: Word, sheets, OFD and web
pages are read from their XML or by another library, PDF by pdfminer: an error of a reader does not confirm itself.
What cannot be confirmed that way (scans, old binary formats) is told apart and never counted as confirmed.
"""
