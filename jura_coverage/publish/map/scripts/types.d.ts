/* What the page's scripts make of the payload, beside what Python writes of it. */
import type { Map } from "leaflet";
import type { create as Layers } from "./layers.js";
import type { Told } from "./matrix.js";
import type { Belt, Communes, Payload, Places, Scale, Theme, Travel } from "./payload.d.ts";
import type { create as Printer } from "./printing.js";
import type { create as Search } from "./search.js";
import type { create as Shelf } from "./shelving.js";
import type { create as Panel } from "./simulation.js";
import type { create as Table } from "./table.js";

/** A value for each commune, null where it is not known. */
export type Values = (number | null)[];

/** What a scale cuts into classes. */
export type Measure = Scale["measure"];

/** The thresholds by which communes are flagged, by their names in Python. */
export type Threshold = "poor_share" | "far_minutes";
export type Thresholds = Record<Threshold, number>;

/** What the reader tries: thresholds, null where published; and how many posts: more in a commune,
 * closed at a base, moved from a base to a commune. */
export interface Changes {
  poor_share: number | null;
  far_minutes: number | null;
  added: [commune: number, posts: number][];
  closed: [base: number, posts: number][];
  moved: [base: number, commune: number, posts: number][];
}

/** Metres to the east and to the north. */
export type Point = [number, number];

/** Where the public meets an advisor, or the base of one who receives elsewhere. */
export type Place = { [Name in keyof Places]: Places[Name][number] };

/** A place as it is shown: where trips lead, null where nobody receives or no trip is estimated; and
 * what a simulation did to it: some of its posts, or all, closed or gone; or posts that came. */
export interface ShownPlace extends Place {
  metres: Point | null;
  change?: "added" | "closed" | "fewer" | "moved" | "gone";
}

/** A theme with the quantity that its legend adds up. */
export interface ShownTheme extends Omit<Theme, "quantity"> {
  quantity: Values;
  simulated?: boolean;
}

/** Premises without good internet, 0 to 1: counted here, for its quotient to fall on a threshold. */
export interface ShownCommunes extends Communes {
  share_without: Values;
}

/** What minutes are found by; where a table told them, they are unpacked, for the communes and for those
 * of the belt. */
export type ShownTravel = Travel & { told?: Told; belt: Belt & { told?: Told } };

/** The payload made ready, or a simulation of it: then `simulation` says in words what is changed;
 * where the posts are those of a list of the reader's, `list` says which. */
export interface Scene extends Omit<Payload, "communes" | "places" | "themes" | "quantities" | "travel"> {
  travel: ShownTravel;
  communes: ShownCommunes;
  places: ShownPlace[];
  themes: ShownTheme[];
  simulation?: string;
  list?: string;
}

/** A sum of what is known: null where nothing is; `partly` where something is not. */
export interface Sum {
  total: number | null;
  partly: boolean;
}

/** What posts bring about: residents within reach, communes flagged, posts for 10 000 residents on
 * their average, and people whom posts can help in a year; and whether anybody receives at all. */
export interface Measures {
  residents: Sum;
  flagged: Sum;
  access: Sum;
  access_by_epci: { name: string; access: number | null }[];
  served: Sum;
}

/** What of the page the reader sees: the theme by its key, positions of communes and places; `host`
 * is the place whose card is shown where no commune's is. */
export interface State {
  theme: string;
  selected: number | null;
  hovered: number | null;
  host: number | null;
  changes: Changes;
  moving: number | null;
}

/** What a button of a card does: its words, the changes that it makes, the post that is then on its
 * way, and what is to be said where figures do not say it. */
export interface Choice {
  key: string;
  text: string;
  changes: Changes;
  moving: number | null;
  said?: string;
}

/** The page: what parts of it call, its parts, what is published, what simulations start from (that, or
 * a list of the reader's), its measures once a simulation asks for them, what is shown (the data or a simulation), the scenario
 * that this was opened or kept as, what the card shows, what had the keyboard when a card was asked
 * for, the timer of an address that is yet to be written, the simulation in that which is written, and
 * whether there is one to write: not until the first view stands. */
export interface Page {
  on: { act: (choice: Choice) => void; close: () => void };
  map: Map;
  data: Scene;
  simulable: Scene;
  measures: Measures | null;
  layers: ReturnType<typeof Layers>;
  table: ReturnType<typeof Table>;
  panel: ReturnType<typeof Panel>;
  shelf: ReturnType<typeof Shelf> | null;
  search: ReturnType<typeof Search> | null;
  printer: ReturnType<typeof Printer>;
  state: State;
  scene: Scene;
  named: { name: string; simulation: string };
  carded: string;
  opener: Element | null;
  saving: number;
  step: string;
  ready: boolean;
}
