"""From hospital to the thirtieth day at home: whom the board must look at, and what we did for them."""
