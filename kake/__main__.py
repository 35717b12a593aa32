"""`python -m kake`"""

from kake.cli import main

if __name__ == "__main__":
    main()
