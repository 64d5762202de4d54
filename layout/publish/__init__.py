"""The digital edition (数字报): an issue as a folder of web pages, pictures to share, feeds, an EPUB and its XML."""
