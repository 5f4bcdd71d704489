/* Written by scripts/payload_types.py from publish/national/shape.py: change it there. */

import type { Column, Signs, Theme, Topology } from "../../map/scripts/payload.d.ts";

/** A part of the map, in metres of its own: its communes stand together, from `first` on.
 *
 * `name` is that of a département overseas, empty for all others together. */
export interface Frame {
  name: string;
  first: number;
  topology: Topology;
}

/** A département: `page` is the address of its map, empty where nothing was found. */
export interface Departement {
  code: string;
  name: string;
  page: string;
}

/** A value for each commune; `departement` is the position of its own among départements.
 *
 * `residents_in_part`, `without_boundary` and `income_secret` hold the positions of communes, as
 * on the other page; `of_city` those of arrondissements whose premises nobody counted, with the
 * share of their city without good internet as numerator and denominator. */
export interface Communes {
  insee: string[];
  name: string[];
  departement: number[];
  residents: (number | null)[];
  residents_in_part: number[];
  without_boundary: number[];
  of_city: [number, number, number][];
  premises: (number | null)[];
  premises_without: (number | null)[];
  minutes: (number | null)[];
  situation: number[];
  share_65_plus: (number | null)[];
  median_income: (number | null)[];
  income_secret: number[];
  minutes_france_services: (number | null)[];
}

/** Everything that the page draws.
 *
 * `postcodes` lead to the positions of the communes that have them; `card` are the columns that
 * the card of a commune shows. */
export interface Payload {
  themes: Theme[];
  quantities: ((number | null)[])[];
  first: string;
  frames: Frame[];
  departements: Departement[];
  communes: Communes;
  postcodes: [string, number[]][];
  card: Column[];
  signs: Signs;
  secret: string;
  situations: string[];
  lacking: string;
  of_whole_city: string;
  not_drawn: string;
}
