"""Excerpts of official files, as published, and the template filled in."""

from pathlib import Path

import openpyxl

from jura_coverage import sources

BEST = """\
code_insee;nom_com;code_dep;code_reg;nbr;type;nbr_elig_8;elig_ftth;elig_coax;elig_cu_30;elig_thdr;elig_cu_8;elig_4gf;elig_hdr;elig_sat;date
97209;Fort-de-France;972;02;58448;all;58448;56817;778;358;0;0;495;0;0;2026-06-30
75056;Paris;75;11;1665813;all;1665813;1597360;53635;3034;0;0;11781;0;3;2026-06-30
78334;Lévis-Saint-Nom;78;11;807;all;807;806;0;0;0;0;0;0;1;2026-06-30
05157;Saint-Véran;05;93;465;all;465;445;0;0;0;0;14;0;6;2026-06-30
"""
SPEEDS = """\
code_insee;nom_com;code_dep;code_reg;nbr;type;inel_hd;elig_hd05;elig_hd3;elig_bhd8;elig_thd30;elig_thd100;elig_thd1g;date
05157;Saint-Véran;05;93;465;all;6;459;459;459;459;445;445;2026-06-30
"""
OVERLAPPING = """\
code_insee;nom_com;code_dep;code_reg;nbr;type;elig_ftth;elig_coax;elig_cu;elig_thdr;elig_4gf;elig_hdr;elig_sat;date
05157;Saint-Véran;05;93;465;all;445;0;459;0;459;0;465;2026-06-30
"""
COPPER = """\
code_insee;fermeture_technique;output_usager\r
75107;;L'arrêt interviendra d'ici à 2030.\r
75108;2028-01-31;L'arrêt interviendra au plus tard le 31/01/2028\r
5157;;L'arrêt interviendra d'ici à 2030.\r
5157;;L'arrêt interviendra d'ici à 2030.\r
78334;2021-03-31;Le réseau cuivre est déjà fermé dans votre commune.\r
ABC;;junk\r
"""
MEDIATION = """\
id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,telephone,courriels,itinerance,date_maj,services,dispositif_programmes_nationaux,modalites_acces
a,00000000000000,Médiathèque,DOLE,39100,39198,1 rue,47.09,5.49,0384000000,jean@exemple.fr,Fixe,2026-01-02,Aide,Conseillers numériques|France Services,Se présenter
b,1,Fermée,Dole,39100,39198,1 rue,47.09,5.49,,,,2026-01-02,Aide,Conseillers numériques,Ce lieu n'accueille pas de public
c,1,Sans conseiller,Dole,39100,39198,1 rue,47.09,5.49,,,,2026-01-02,Aide,France Services,
d,1,Inversée,Dole,39100,39198,1 rue,5.49,47.09,,,Itinérant,2026-01-02,Aide,Conseillers numériques,
e,1,Nulle part,Dole,39100,39198,1 rue,0,0,,,,2026-01-02,Aide,Conseillers numériques,
f,1,Code postal,Lons-le-Saunier,39000,39000,1 rue,,,,,,2026-01-02,Aide,Conseillers numériques,
g,1,Loin,Marseille,13001,13201,1 rue,43.3,5.38,,,,2026-01-02,Aide,Conseillers numériques,
"""
# One advisor at Dole and Orchamps, two of whom one is also across the border, one of whom nobody
# knows where; and a commune that has the name of one of the Jura, but not its postcode.
PERMANENCES = """\
id,nom,pivot,commune,code_postal,adresse,latitude,longitude,horaires,services,labels_nationaux,structureId,nb_aidants,aidants,source,date_maj
1,LA POSTE,35600000010244,DOLE,39100,1 rue,47.0925,5.4898,"Mo-Fr 09:00-12:00,13:30-17:00",x;y,CNFS,s1,1,A1,z,2022-11-30
2,LA POSTE,35600000011496,ORCHAMPS,39700,1 rue,47.1471,5.6571,Sa 09:00-12:00,x;y,CNFS,s2,1,A1,z,2022-12-01
3,Mairie,00000000000000,Lons-le-Saunier,39000,1 rue,46.6746,5.5541,au 06 12 34 56 78,x;y,CNFS,s3,2,A2|A3,z,2022-10-01
4,Médiathèque,00000000000000,Saint-Amour,39160,1 rue,,,,x;y,CNFS,s4,1,A4,z,2022-10-01
5,Mairie,00000000000000,COLIGNY,01270,1 rue,46.3826,5.3455,,x;y,CNFS,s5,1,A3,z,2022-10-01
6,Mairie,00000000000000,Saint-Claude,97120,1 rue,,,,x;y,CNFS,s6,1,A5,z,2022-10-01
7,Mairie,00000000000000,Marseille,13001,1 rue,43.3,5.38,,x;y,CNFS,s7,1,A6,z,2022-10-01
8,Vide,00000000000000,DOLE,39100,1 rue,47.09,5.49,,x;y,CNFS,s8,0,,z,2022-10-01
"""
POSTS = """\
structure;COMMUNE;Code Insee;Postes;etat;Fin de convention;Mode
Mairie;Dole;;2;occupé;31/12/2026;fixe
Bus;Orgelet;39397;1;;2026-12-31;Itinérant
Partie;Dole;39198;1;rendu;;
Vide;Dole;39198;1;VACANT;;
"""


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    """Write a file and give its path."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def filled_in_template(path: Path) -> None:
    """Write the template, its examples turned into rows of one's own."""
    sources.template(path)
    book = openpyxl.load_workbook(path)
    for cell in ("A2", "A3"):
        book["Postes"][cell] = f"Structure {cell}"
    book.save(path)


EXPORTS = {
    "postes.csv": (
        "ID Poste,ID Structure TP,Structure,Département,Statut,Coordinateur,Convention,"
        "Fin de convention,Fin de contrat,Bonification,Total conventionné,Total versé\n"
        "1,7,Mairie A,39,Occupé,Non,Initiale,31/12/2026,,Non,50000,25000\n"
        "2,7,Mairie A,39,Occupé,Oui,Renouvellement,30/06/2027,,Non,42500,0\n"
        "2,7,Mairie A,39,Occupé,Oui,Initiale,30/06/2025,,Non,50000,50000\n"
        '3,8,Association B,39,Occupé,Non,Initiale,,,Non,"32 000,00 €",\n'
        "4,8,Association B,39,Vacant,Non,Initiale,,,Non,,\n"
        "5,9,Partie C,39,Rendu,Non,Initiale,,,Non,,\n"
        "6,10,Inconnue,39,Occupé,Non,Initiale,bientôt,,Non,,\n"
        "7,7,Mairie A,25,Occupé,Non,Initiale,,,Non,,\n"
    ),
    "structures.csv": (
        "Nom,Typologie,Code postal,Commune,Adresse,SIRET,Labellisation / habilitation\n"
        "MAIRIE A,Commune,39100,Dole,1 rue,1,\nAssociation B,ASSO,39270,Orgelet,2 rue,2,\n"
        "Partie C,Autre,39100,Dole,,3,\nSans poste,Autre,39100,Dole,,4,\n"
    ),
    "lieux.csv": (
        "ID,Nom,Adresse,Type de structure,ID Cartographie Nationale,FRR,QPV,"
        "Nombre d'accompagnements AC,Nombre d'accompagnements Coop,Code INSEE\n"
        "1,Association B,3 place,ASSO,x,Oui,Non,1,2,39300\n"
    ),
}


def exports(folder: Path, *names: str, **more: str) -> None:
    for name in names or EXPORTS:
        written(folder, name, "\ufeff" + EXPORTS[name])
    for name, text in more.items():
        written(folder, f"{name}.csv", text)
