"""Common given names in the Netherlands, Flanders and Britain: evidence that a sentence speaks of a person.

A hint among others, never a finding by itself. Names that are ordinary words at the start of a sentence
(*Mark*, *Will*, *Roos*, *Grace*, *May*) are left out.
"""

from kalm.detectors.wordlist import words

GIVEN_NAMES = words("""
    Aad Aadje Aafke Aart Abdel Abdullah Abel Achmed Adam Adriaan Adrian Agnes Ahmed Aileen Aisha Alan Albert
    Alejandro Aleksandra Alex Alexander Alexandra Alfred Ali Alice Alicja Alina Alison Alyssa Amber Amelia Amelie
    Amina Amir Amira Amy Ana Andrea Andreas Andrew Andries Angela Angelique Angus Anita Anja Anke Ankie Ann Anna
    Anne Anneke Annelies Annelore Annemarie Annemiek Annick Annie Anouk Anthony Antoinette Anton Antonio Arend
    Ariana Arie Arjan Arjen Arlette Armand Arne Arno Arnold Arthur Aslan Astrid Audrey Aurora Axel Aylin Ayoub
    Ayse Barbara Bart Bashir Bastiaan Beatrice Beatrijs Ben Benjamin Benny Berend Berna Bernadette Bernard Bert
    Bertha Beth Betty Bianca Bilal Birgit Bjorn Bo Bob Bonnie Boris Brad Bram Brecht Brenda Brian Brigitte Bruno
    Cameron Carina Carl Carla Carlos Carmen Carol Carolien Caroline Cas Casper Catherine Cecile Cedric Cees
    Celeste Celine Chantal Charles Charlie Charlotte Chloe Chris Christiaan Christina Christine Christophe Cindy
    Claire Clara Clare Claudia Clement Coen Colette Colin Cora Cornelis Corrie Corry Craig Cynthia Daan Dagmar
    Damian Damien Daniel Daniela Danielle Danny Darren Dave David Davy Debbie Deborah Denise Deniz Dennis Derek
    Desmond Diana Dick Diederik Dieneke Dieter Dilan Dimitri Dina Dirk Djamila Dominique Donna Dorien Doris
    Dorothy Douglas Duncan Dylan Ebru Eddy Edgar Edith Eduard Edward Edwin Eefje Eileen Elaine Eleanor Elena Eline
    Elisabeth Elise Elke Ellen Elly Elodie Els Elsa Elsie Elspeth Emiel Emil Emile Emily Emma Emre Enrique Eric
    Erica Erik Ernest Ernst Errol Erwin Esther Etienne Eugene Eva Evelien Evert Evi Ewout Fabienne Fadoua Faisal
    Farid Fatima Fatma Fay Felix Femke Fenna Ferdinand Fernando Fien Filip Fiona Fleur Flora Florence Florian
    Floris Frances Francis Francisca Frank Frans Fred Freddy Frederik Freek Freya Frits Gabriel Gaby Gareth Geert
    Gemma Geoffrey George Georgina Gerard Gerben Gerda Gerrit Gerry Gert Gertjan Gijs Gilbert Gillian Gina Glenn
    Gloria Godelieve Goedele Gordon Graham Greet Greg Griet Guido Gunther Gustaaf Guus Gwen Hafid Hakim Hamza Han
    Hana Hanna Hannah Hanneke Hannelore Hans Harm Harold Harriet Harry Hasan Hasna Hassan Hedwig Heidi Hein Heleen
    Helen Helena Helga Hendrik Henk Henny Henri Henriette Herman Hester Hilda Hilde Holly Howard Hugo Huub Hylke
    Ian Ibrahim Ida Igor Ilona Ilse Ilyas Imane Imke Imogen Imran Ina Ineke Ines Inge Ingeborg Ingrid Irene Iris
    Isa Isabel Isabelle Ismail Ivo Iwan Jaap Jack Jackie Jacob Jacqueline Jaimy Jake Jakob James Jamie Jan Jana
    Jane Janet Janine Janneke Jasmijn Jasmine Jason Jasper Jayden Jean Jeanine Jeanne Jeff Jeffrey Jelena Jelle
    Jelmer Jennifer Jenny Jeremy Jeroen Jerome Jerry Jess Jessica Jessie Jill Jim Jo Joan Joanna Joanne Jochem Joe
    Joel Johan Johanna Johannes John Johnny Jolanda Jolanta Jolien Jolijn Jon Jonas Jonathan Joop Joost Jordi
    Jordy Jorg Jorge Jorien Jorik Joris Jorn Jos Jose Josef Joseph Josephine Joshua Josien Josine Joyce Juan
    Judith Judy Jules Julia Julian Julie Juliette Jurgen Jurre Justin Kaat Karel Karen Karim Karin Karl Karlijn
    Karolien Kasper Kate Katherine Kathleen Kathy Katie Katja Katrien Kees Keith Kelly Kelvin Kenneth Kerry Kevin
    Khadija Khalid Kim Kirsten Klaas Koen Koenraad Korneel Kris Kristel Kristien Kristin Kristof Kwabena Kwame
    Kyle Lambert Lara Larissa Lars Latifa Laura Lauren Laurence Laurens Laurent Lea Leah Leen Leendert Leila Lena
    Leo Leon Leonie Leopold Lesley Leslie Lester Levi Lex Liam Lieke Lien Lies Liesbeth Lieve Lilian Lilly Lily
    Linda Lisa Lise Lisette Liza Lize Lodewijk Loek Loes Logan Lore Lorenzo Lorraine Lotte Louis Louise Luc Luca
    Lucas Lucy Ludo Luigi Luka Lukas Luke Luna Lut Lydia Lynn Maaike Maarten Maartje Machteld Madeleine Maja
    Malika Mandy Manfred Manon Manuel Marc Marcel Marco Marcus Margaret Margriet Maria Marianne Marieke Mariette
    Marijke Marijn Marilyn Marina Mario Marion Marisol Marit Marjan Marjolein Marleen Marlies Marloes Marta Martha
    Martijn Martin Martine Marvin Mary Maryam Mathias Mats Matthew Matthias Matthijs Maud Maureen Maurice Maxim
    Maya Mees Megan Mehmet Meike Melanie Melissa Melvin Menno Merel Merijn Merlijn Mia Michael Michaela Michel
    Michelle Michiel Mick Mieke Miep Miguel Mike Mila Milan Minke Miranda Mireille Miriam Mirjam Mitchell Mo
    Mohamed Mohammad Mohammed Moira Mona Monica Moniek Monique Morgan Moussa Muhammad Murat Mustafa Myrthe Nabil
    Nadia Nadine Nadja Naima Nancy Naomi Natalia Natalie Natasha Nathalie Nathan Neil Nele Nelleke Nelson Nick
    Nicky Nico Nicola Nicolas Nicole Niek Niels Nienke Nigel Nils Nina Noah Noel Nolan Noor Noortje Nora Norah
    Norbert Norman Odette Olaf Olga Oliver Olivia Olivier Omar Oscar Otto Oumaima Owen Pablo Pamela Pascal Patrice
    Patricia Patrick Paul Paula Pauline Pauwel Peggy Percy Peter Petr Petra Philip Philippa Philippe Phoebe
    Phyllis Pia Piet Pieter Pieternel Pim Polly Priya Quinten Rabia Rachel Rachida Rafael Rahul Raimond Ralph
    Ramon Raoul Rashid Rayan Raymond Rebecca Reggie Regina Reinier Remco Remi Renate Rene Renee Reza Rhys Ria
    Rianne Richard Richelle Rick Rien Rik Rika Rita Rob Robbe Robert Robin Robyn Rochelle Roderick Rodney Roel
    Roeland Roelof Roger Roland Rolf Romain Romy Ronald Ronny Rosa Rosalie Rosemary Rosie Rowan Roxanne Roy Ruben
    Ruby Rudi Rudolf Rudy Rutger Ruth Ruud Ryan Saartje Sabine Sabrina Safae Salima Sally Salma Sam Samantha Samir
    Samira Samuel Sander Sandra Sandy Sanne Sara Sarah Saskia Sebastiaan Sebastian Selma Sem Serge Sergio Shanti
    Sharon Sheila Shirley Sibel Sigrid Silke Silvester Silvia Simon Simona Simone Sina Sjaak Sjoerd Sjors Sofia
    Sofian Sofie Solange Sonia Sonja Sophie Soraya Stanley Stef Stefaan Stefan Stefanie Steffie Stella Stephan
    Stephanie Stephen Steve Steven Stijn Stuart Sue Susan Susanne Suzan Suzanne Sven Sybren Sydney Sylvia Sylvie
    Taco Tamara Tanja Tara Tariq Ted Teresa Terry Tess Tessa Teun Thea Theo Theresa Thijs Thirza Thomas Tiemen
    Tijs Tim Timo Tina Tine Tineke Titia Tjeerd Tobi Tobias Tom Tommy Tonny Tony Toon Tracy Trevor Trijntje Trudy
    Trui Twan Tychon Ursula Valerie Vanessa Vera Veronique Victor Victoria Vikash Viktor Vincent Vivian Wally
    Walter Wendela Wendy Werner Wessel Wiebe Wies Wiktoria Wilfried Wilhelmina Willem Willemijn William Willy
    Wilma Wim Winnie Winston Wout Wouter Xander Yannick Yara Yasin Yasmin Yasmina Yemi Yentl Yinka Yolanda Yorick
    Youssef Yusuf Yvan Yves Yvette Yvo Yvonne Zainab Zara Zeynep Zita Zoe
    """)
