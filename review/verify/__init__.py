"""``shenyue verify``: every source opened again by code that shares nothing with the readers, every quote found again.

A report is only worth what its quotes are worth. The second reading imports nothing of ``extractor.readers``: Word,
sheets, OFD and web pages are read from their XML or by another library, PDF by pdfminer: an error of a reader does not
confirm itself. What cannot be confirmed that way (scans, old binary formats) is told apart and never counted as
confirmed.

Beside it stand two looks of another kind: at what the report says of itself (``itself``), and at the report made once
more and compared character by character (``again``). Those catch a changed character; they do not judge the readers.
"""
