"""The print job (印刷作业): everything the shop needs of one issue in one folder, and a way to prove it later."""
