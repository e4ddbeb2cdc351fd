"""`python -m buuan` is the command `buuan`."""

from buuan.site.cli import main

main()
