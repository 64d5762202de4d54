"""The archive's reading room: calendar, issues, page pictures, articles, search; as a server and as plain files.

addresses.py says what stands where, room.py answers an address, server.py and site.py bring the answers out: the one
over HTTP, the other into a folder that any web host serves.
"""
