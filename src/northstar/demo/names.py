"""Names of invented people in the background; none of them is a name of the cast."""

FEMALE = ("Abigail", "Agnes", "Alma", "Anita", "Annette", "Aurora", "Beatriz", "Bernice", "Bonnie", "Camila", "Carmen",
          "Cecilia", "Celeste", "Charlotte", "Claudia", "Consuelo", "Corinne", "Daphne", "Deborah", "Delia", "Dolores",
          "Dorothy", "Edith", "Elena", "Eloise", "Esther", "Eunice", "Evelyn", "Fatima", "Felicia", "Florence", "Frances",
          "Gabriela", "Geraldine", "Gloria", "Guadalupe", "Harriet", "Hazel", "Helga", "Ingrid", "Irene", "Ivy", "Jacqueline",
          "Janice", "Joanne", "Josefina", "Judith", "Kamala", "Kimiko", "Lakshmi", "Leticia", "Lillian", "Linh", "Lorraine",
          "Lourdes", "Lucille", "Mabel", "Marguerite", "Marisol", "Maxine", "Mildred", "Nadia", "Naomi", "Noreen", "Olga",
          "Opal", "Pauline", "Pearl", "Phyllis", "Priscilla", "Ramona", "Rosalind", "Roxanne", "Sabine", "Shirley", "Sylvia",
          "Tamika", "Thelma", "Ursula", "Valentina", "Vera", "Violet", "Wanda", "Xiomara", "Yolanda", "Yuki", "Zelda")  # fmt: skip
MALE = ("Abdul", "Adrian", "Albert", "Alejandro", "Alfonso", "Ambrose", "Andre", "Anton", "Arturo", "Barnaby", "Benjamin",
        "Bernard", "Boris", "Bruno", "Calvin", "Cedric", "Clarence", "Clifford", "Cornelius", "Cyril", "Darnell", "Desmond",
        "Dmitri", "Domingo", "Edgar", "Edmund", "Eduardo", "Elliott", "Ernesto", "Eugene", "Felix", "Fernando", "Floyd",
        "Gerald", "Gilbert", "Gordon", "Gustavo", "Harold", "Hector", "Herbert", "Hiroshi", "Howard", "Hung", "Ignacio",
        "Isaac", "Ivan", "Jamal", "Jasper", "Jerome", "Joaquin", "Kenneth", "Kofi", "Lamar", "Leonard", "Leroy", "Lionel",
        "Lloyd", "Malcolm", "Mariano", "Maurice", "Melvin", "Milton", "Nathaniel", "Neville", "Norman", "Octavio", "Orlando",
        "Otto", "Percy", "Quincy", "Rafael", "Ralph", "Raymond", "Reginald", "Roland", "Rudolph", "Rufus", "Salvador",
        "Sergio", "Sheldon", "Stanley", "Sylvester", "Terrence", "Theodore", "Tobias", "Ulises", "Vernon", "Victor",
        "Wallace", "Walter", "Wendell", "Winston", "Yusuf", "Zachary")  # fmt: skip
FAMILY = ("Abbott", "Acosta", "Adeyemi", "Aguilar", "Andersen", "Archer", "Avila", "Baldwin", "Barrera", "Bauer", "Becker",
          "Benitez", "Bishop", "Blackwood", "Bowman", "Briggs", "Cabrera", "Calderon", "Cardenas", "Carver", "Castillo",
          "Chandler", "Chavez", "Cisneros", "Coleman", "Contreras", "Cordova", "Crawford", "Dawson", "Desai", "Dominguez",
          "Donovan", "Duarte", "Eriksen", "Escobar", "Espinoza", "Farrell", "Figueroa", "Fischer", "Fontaine", "Fuentes",
          "Gallagher", "Galvan", "Garner", "Gaines", "Goldberg", "Guerrero", "Gupta", "Hanson", "Harmon", "Haugen", "Hernandez",
          "Hoang", "Holloway", "Huerta", "Ibarra", "Iglesias", "Ishikawa", "Jankowski", "Jefferson", "Jensen", "Joshi",
          "Kaminski", "Kapoor", "Keller", "Khan", "Kirkland", "Kovac", "Lam", "Larsen", "Leblanc", "Lindgren", "Lozano",
          "Macias", "Maldonado", "Marsh", "McBride", "Medina", "Mehta", "Mercado", "Middleton", "Montoya", "Moreno", "Morrow",
          "Nakamura", "Navarro", "Nguyen", "Nielsen", "Norwood", "Ochoa", "Odom", "Olsen", "Osborne", "Pacheco", "Padilla",
          "Patel", "Pearson", "Pham", "Pineda", "Porter", "Quintero", "Ramsey", "Reilly", "Rios", "Rojas", "Romano", "Rosales",
          "Rowland", "Salazar", "Sandoval", "Santana", "Schaefer", "Serrano", "Shepherd", "Singleton", "Solis", "Sorensen",
          "Sutton", "Takahashi", "Thornton", "Torres", "Tran", "Underwood", "Valdez", "Vargas", "Vasquez", "Villanueva",
          "Vo", "Wagner", "Walsh", "Weaver", "Whitehead", "Winters", "Wolfe", "Yamamoto", "Ybarra", "Zamora", "Zimmerman")  # fmt: skip
STREETS = ("Acacia Avenue", "Alder Street", "Bayview Drive", "Birch Lane", "Canyon Road", "Cedar Street", "Cypress Way",
           "Dogwood Court", "Eucalyptus Drive", "Fern Street", "Foothill Road", "Grove Avenue", "Hawthorn Street", "Juniper Way",
           "Laurel Street", "Lupine Court", "Madrone Avenue", "Magnolia Drive", "Manzanita Road", "Meadow Lane", "Mill Street",
           "Oak Street", "Olive Avenue", "Orchard Road", "Pine Street", "Poppy Lane", "Redwood Road", "River Street",
           "Sage Court", "Spruce Street", "Sycamore Avenue", "Vista Drive", "Walnut Street", "Willow Way")  # fmt: skip
CITIES = (
    ("Ashford", "CA", "94601", "510"), ("Bellhaven", "CA", "94602", "510"), ("Cresthill", "CA", "94606", "510"),
    ("Marlow", "CA", "94577", "341"), ("Northport", "CA", "94578", "510"), ("Ridgeway", "CA", "94541", "341"),
)  # fmt: skip
