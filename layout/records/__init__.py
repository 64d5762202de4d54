"""An issue as libraries keep it: ALTO and METS (Library of Congress), and each article as text, Markdown and
schema.org's NewsArticle. All from the issue as it is read (layout.articles)."""
