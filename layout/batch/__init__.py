"""Many issues on many cores or machines: what an issue is made from is collected, a pure function makes it wherever
there is room, and the one process that was asked puts it in place.

    collected → Job ──here | processes | on_dask──▶ Made → placed

values.py has the nouns; work.py is the pure function; running.py the whole of it. A task is any value with `made`:
building.py has that of `layout build`.
"""
