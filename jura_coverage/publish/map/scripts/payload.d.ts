/* Written by scripts/payload_types.py from publish/map/shape.py: change it there. */

/** How whole numbers become degrees, longitude first. */
export interface Transform {
  scale: [number, number];
  translate: [number, number];
}

/** Boundaries, each stored once.
 *
 * An arc is steps between whole numbers, to the east and to the north by turns, as the text that
 * :func:`jura_coverage.publish.map.topology.steps_text` makes of them; a commune its polygons, of
 * each the rings, of each the arcs, ``~i`` for arc i backwards. */
export interface Topology {
  transform: Transform;
  arcs: string[];
  communes: number[][][][];
}

/** A value for each commune, except for the names and days that `epci` and `copper_date` number.
 *
 * `best` holds a list for each technology; `copper_dates` begins with "", for no day;
 * `income_secret` holds the positions of communes whose income is secret, `residents_in_part`
 * those of communes whose residents are those of a part of it, `without_boundary` those of
 * communes that no map draws, `of_city` those of arrondissements
 * whose premises nobody counted, each with those of their city without good internet, and all. */
export interface Communes {
  insee: string[];
  name: string[];
  epci_names: string[];
  epci: number[];
  at: [number, number][];
  residents: (number | null)[];
  residents_in_part: number[];
  without_boundary: number[];
  of_city: [number, number, number][];
  premises: (number | null)[];
  best: ((number | null)[])[];
  premises_without: (number | null)[];
  minutes: (number | null)[];
  place: (number | null)[];
  minutes_second: (number | null)[];
  place_second: (number | null)[];
  copper_closure_year: (number | null)[];
  copper_closed: number[];
  copper_dates: string[];
  copper_date: number[];
  situation: number[];
  share_65_plus: (number | null)[];
  median_income: (number | null)[];
  income_secret: number[];
  minutes_france_services: (number | null)[];
}

/** What is said of the end of copper: where it is over, and, with ``{year}``, without a date. */
export interface Copper {
  closed: string;
  undated: string;
}

/** A column of the page's table, of the file that is saved from it, or of both.
 *
 * `heading` is that on screen, None where only the file has it; `field` that of the file, whose
 * numbers are multiplied by `factor` and rounded to `decimals`. `values` are a value for each
 * commune, None where the scripts hold them by the name of the column. */
export interface Column {
  name: string;
  heading: string | null;
  field: string;
  kind: "text" | "flag" | "count" | "weighted" | "share" | "minutes" | "date" | "year" | "euros" | "index" | "degrees" | "posts" | "kilometres" | "metres";
  factor: number;
  decimals: number | null;
  sorts: boolean;
  values: (string | number | null)[] | null;
}

/** The columns of the table and its file, and those that the card of a commune shows. */
export interface Columns {
  columns: Column[];
  card: Column[];
}

/** Stripes over a colour: degrees from the horizontal, counterclockwise; pixels; 0 to 1. */
export interface Hatch {
  angle: number;
  spacing: number;
  width: number;
  opacity: number;
  colour: string;
}

/** Dots over a colour, in pixels. */
export interface Dots {
  spacing: number;
  radius: number;
  colour: string;
}

/** What a class may have over its colour. */
export interface Patterns {
  hatched: Hatch;
  fragile: Hatch;
  lined: Hatch;
  dotted: Dots;
  missing: Dots;
}

/** What lies below and around the communes.
 *
 * Shapes are the holes of the département, and the ground of all; arcs of no shape the borders
 * between neighbours, of which `names` and `at` tell the name and where it may stand, the best
 * first. */
export interface Around {
  topology: Topology;
  names: string[];
  at: [number, number][][];
}

/** Squares of one kilometre, and the class of each in the theme under which they are drawn. */
export interface Hamlets {
  theme: string;
  topology: Topology;
  of: number[];
}

/** What marks a place: `radius` pixels, `radius_post` more for each post up to `posts_most`. */
export interface Symbol {
  shape: "disc" | "square" | "diamond" | "crossed" | "star" | "triangle" | "cross" | "plus";
  fill: string;
  ring: string;
  ring_width: number;
  radius: number;
  radius_post: number;
  posts_most: number;
}

/** Colours, patterns and symbols that no class has of its own.
 *
 * `place` is what is there, `stop` where itinerant posts alone receive, `other` a place of another
 * service; `came` and `went` are what a simulation does to places. */
export interface Signs {
  ink: string;
  muted: string;
  line: string;
  border: string;
  ground: string;
  paper: string;
  darkest: string;
  trial: string;
  patterns: Patterns;
  place: Symbol;
  stop: Symbol;
  other: Symbol;
  came: Symbol;
  went: Symbol;
}

/** A technology: its French name and its colour in the bar of a card. */
export interface Technology {
  label: string;
  colour: string;
}

/** Where the public meets advisors, or the base of those who receive elsewhere, in columns.
 *
 * `address` is empty where it is not known; `inside` is the position of its commune, None outside
 * the département; `base` the position of the place where its post belongs, its own if it is no
 * stop; `at_stop` whether an itinerant post receives there; `hours` French, empty if unknown;
 * `fte` the full-time equivalents that receive the public there, 0 where nobody does. */
export interface Places {
  host: string[];
  commune: string[];
  inside: (number | null)[];
  ours: boolean[];
  base: number[];
  posts: number[];
  presence: string[];
  at_stop: boolean[];
  hours: string[];
  address: string[];
  fte: number[];
  approximate: boolean[];
  at: [number, number][];
}

/** A place of another service, where no advisor is counted. */
export interface OtherPlace {
  host: string;
  commune: string;
  at: [number, number];
}

/** Communes around the département, whose residents share its posts: metres and residents. */
export interface Belt {
  east: (number | null)[];
  north: (number | null)[];
  least: (number | null)[];
  residents: (number | null)[];
}

/** What is said of one kind of fault, with ``{names}`` of what is met. */
export interface Wording {
  expected: string;
  action: string;
  found: string;
}

/** What is said of places and communes that no trip is told to, and of a trip that is estimated.
 *
 * `untold` is what is found where a place is refused, one and many; `lent` introduces the places
 * that take the minutes of a commune, `unreachable` and `filled` those that no trip leads to where
 * such are missing and where they are estimated; `lender` has ``{whose}`` and ``{distance}``. */
export interface MatrixWords {
  refused: Wording;
  untold: [string, string];
  lent: string;
  unreachable: string;
  filled: string;
  lender: string;
  estimated: string;
  no_site: string;
  no_sites: string;
  only_known: string;
}

/** Minutes that the engine of the run told: from communes, then those of the belt, to points.
 *
 * Points are the communes, then those whose metres are `east` and `north`. `steps` are up to how
 * many minutes by which step minutes are rounded up, `also` what else they may be rounded to;
 * `trips` the text that :func:`jura_coverage.publish.map.matrix.packed` makes of them, with the
 * row and the point that each is guessed from, -1 for none. `missing_pairs` is what becomes of
 * trips that are not told; `by_road` by which share of itself one that was measured may be wrong.
 * A place within `same_m` of a point is that point, else the nearest commune within `nearest_m`
 * lends it its minutes. */
export interface Matrix {
  east: number[];
  north: number[];
  steps: [number, number][];
  also: number[];
  rows_like: number[];
  points_like: number[];
  trips: string;
  missing_pairs: "refuse" | "estimate" | "missing";
  by_road: number;
  same_m: number;
  nearest_m: number;
  said: MatrixWords;
}

/** What the page needs to find minutes: the estimate's numbers, thresholds, metres.
 *
 * Metres are counted from `west` and `south`, which are those of the projection. `errors` are
 * classes of trips: up to how many minutes, and by how many they may be off. Without a `matrix`
 * all minutes are estimated. Where no table of posts was `listed`, nobody knows who receives. */
export interface Travel {
  fixed_minutes: number;
  minutes_per_km: number;
  distance_exponent: number;
  poor_share: number;
  far_minutes: number;
  errors: [number, number][];
  east: (number | null)[];
  north: (number | null)[];
  least: (number | null)[];
  places_east: (number | null)[];
  places_north: (number | null)[];
  west: number;
  south: number;
  belt: Belt;
  listed: boolean;
  matrix?: Matrix;
}

/** How many people a post helps in a year, and how many need help.
 *
 * `need` holds them for each commune where it is weighted; else it is `need_share` of residents. */
export interface Capacity {
  people_a_year: number;
  need_share: number;
  need: (number | null)[] | null;
}

/** A class of a theme, as the legend shows it. */
export interface ThemeClass {
  label: string;
  colour: string;
  pattern: "" | "hatched" | "fragile" | "lined" | "dotted" | "missing";
}

/** How a measure is cut into classes: factors of its threshold as numerator and denominator. */
export interface Scale {
  measure: "share" | "minutes";
  factors: [number, number][];
  labels: [string, string, string];
}

/** A theme of the map; `of` holds for each commune the position of its class.
 *
 * `finding` is empty where a count of communes says it; `column` names the column of cards whose
 * values the classes sort, empty if they show none; `quantity` is the position of the summed
 * quantity in the payload's `quantities`, of which the communes at `in_part` tell only a part;
 * `grid` the labels of rows and columns where two measures make a square; `tried` its classes in
 * the order of the situations, where something is tried. */
export interface Theme {
  key: string;
  title: string;
  question: string;
  note: string;
  finding: string;
  column: string;
  classes: ThemeClass[];
  of: number[];
  quantity: number;
  quantity_label: string;
  in_part: number[];
  grid: [string[], string[]] | null;
  follows: "situation" | "scales" | "difference" | "same" | "today";
  note_template: string;
  tried: ThemeClass[];
  scales: Scale[];
  palette: string[];
}

/** All themes, the quantities that their legends add up, and the key of the one shown first. */
export interface Themes {
  themes: Theme[];
  quantities: ((number | null)[])[];
  first: string;
}

/** A column of a list of posts, and how its cells are read.
 *
 * `choices` are the words that a cell may hold, each with what it means. */
export interface Field {
  name: string;
  heading: string;
  kind: "text" | "code" | "share" | "decimal" | "fte" | "date" | "euros" | "siret" | "hours" | "stops" | "stop_codes" | "words" | "choice";
  choices: [string, string][];
}

/** A format of lists, known by its headings; without `fields`, only the command reads it. */
export interface ListFormat {
  headings: string[];
  needed: string[];
  fields: Field[];
}

/** What numbers may be, and what is said of others. */
export interface Bounds {
  least: number;
  most: number;
  expected: string;
  action: string;
}

/** What is said of a cell that cannot be read, by its kind; ``{choices}`` are its words. */
export interface CellWordings {
  share: Wording;
  decimal: Wording;
  fte: Wording;
  date: Wording;
  euros: Wording;
  siret: Wording;
  hours: Wording;
  stop_codes: Wording;
  words: Wording;
  choice: Wording;
}

/** What is said of files, cells and places that cannot be used. */
export interface Wordings {
  repeated: Wording;
  other_length: Wording;
  malformed: Wording;
  other_bytes: Wording;
  nul_bytes: Wording;
  empty: Wording;
  web_page: Wording;
  too_many: Wording;
  unreadable_workbook: Wording;
  large_workbook: Wording;
  not_computed: Wording;
  not_computable: Wording;
  unfilled: Wording;
  nothing_usable: Wording;
  present: Wording;
  short: Wording;
  lost_zero: Wording;
  no_code: Wording;
  elsewhere: Wording;
  swapped: Wording;
  at_zero: Wording;
  at_no_origin: Wording;
  of_no_commune: Wording;
  unrecognised: Wording;
  too_many_places: Wording;
}

/** What is said of a row as a whole: of our own format, and of the spreadsheet. */
export interface RowWordings {
  nowhere: [Wording, Wording];
  incomplete: [Wording, Wording];
  without_posts: [Wording, Wording];
}

/** What is told of a list that is read all the same, and of its places; two are one and many. */
export interface Notes {
  vacant: string;
  returned: string;
  closed: string;
  examples: string;
  zeros: string;
  read_in: string;
  hidden_sheet: string;
  hidden_rows: [string, string];
  one_sheet: string;
  named: string;
  unplaced: string;
  repeated: string;
  astray: string;
  too_far: string;
  perhaps: string;
  days_not_understood: string;
  unknown_stops: string;
  without_stops: string;
  at_base: [string, string];
  at_stop: [string, string];
}

/** From degrees to metres: the numbers of the method in EPSG's order, and of the ellipsoid. */
export interface Projection {
  method: "lambert" | "mercator";
  numbers: number[];
  semi_major: number;
  inverse_flattening: number;
}

/** What the page needs to read a list that is dropped on it as the command reads it.
 *
 * `formats` begin with our own and end with the spreadsheet, to whose columns those of unknown
 * names are mapped; `arrondissements` hold a commune, the first and the last of them, `days` the
 * names of the week as opening hours are written, and in French. */
export interface Lists {
  formats: ListFormat[];
  candidates: ListFormat[];
  aliases: [string, string][];
  examples: string[];
  uncomputed: string[];
  a_row: string;
  posts: Bounds;
  longitude: Bounds;
  latitude: Bounds;
  wordings: Wordings;
  cells: CellWordings;
  rows: RowWordings;
  notes: Notes;
  arrondissements: [string, string, string][];
  most_places: number;
  days: [string, string][];
  astray_m: number;
  belt_m: number;
  projection: Projection;
}

/** The same, and which position of today the code of a former commune leads to. */
export interface Dropped {
  formats: ListFormat[];
  candidates: ListFormat[];
  aliases: [string, string][];
  examples: string[];
  uncomputed: string[];
  a_row: string;
  posts: Bounds;
  longitude: Bounds;
  latitude: Bounds;
  wordings: Wordings;
  cells: CellWordings;
  rows: RowWordings;
  notes: Notes;
  arrondissements: [string, string, string][];
  most_places: number;
  days: [string, string][];
  astray_m: number;
  belt_m: number;
  projection: Projection;
  former_codes: [string, number][];
}

/** Everything that the page draws.
 *
 * `sheets` are addresses of the sheets of the EPCI, empty where there is none; `former` leads from
 * the names of merged communes to the position of that of today, `postcodes` from each to the
 * positions of the communes that have it. */
export interface Payload {
  columns: Column[];
  card: Column[];
  themes: Theme[];
  quantities: ((number | null)[])[];
  first: string;
  departement: string;
  bounds: [[number, number], [number, number]];
  topology: Topology;
  around: Around;
  hamlets: Hamlets | null;
  communes: Communes;
  sheets: string[];
  signs: Signs;
  former: [string, number][];
  postcodes: [string, number[]][];
  technologies: Technology[];
  secret: string;
  copper: Copper;
  lacking: string;
  of_whole_city: string;
  not_drawn: string;
  situations: string[];
  places: Places;
  others: OtherPlace[];
  travel: Travel;
  dropped: Dropped;
  capacity: Capacity;
  attribution: string;
  editions: string;
  engine: string;
  fingerprint: string;
}
