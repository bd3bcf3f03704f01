"""The graph in a browser and for programs: the page, the saved queries and a SPARQL 1.1 endpoint.

    server      listens, answers each request in a thread of its own, refuses strangers
    routes      what stands behind each address
    protocol    the SPARQL 1.1 Protocol: what is asked, in which format to answer
    workers     starts processes that run queries and ends one that takes too long
    worker      such a process: it holds the store open; what it can do stands in tasks
    pages       HTML from ``fragments.html`` and ``words.toml``

Everything is read only. It is made for one's own machine: no user accounts, no encryption.
"""
