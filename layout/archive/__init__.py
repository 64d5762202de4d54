"""The archive: every issue kept as a bag, found again, read, and proved unchanged.

naming.py says what stands where, bag.py makes and proves a bag, catalogue.py finds what is in them.
"""
