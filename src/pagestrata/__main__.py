"""`python -m pagestrata`: the same command as `pagestrata`."""

from pagestrata.cli import main

if __name__ == "__main__":
    main()
