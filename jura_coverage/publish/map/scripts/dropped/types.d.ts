/* What is made of a list that is dropped on the page. */
import type { ListFormat } from "../payload.d.ts";

/** One thing that is wrong: at a line of the file, 0 for the file as a whole. */
export interface Fault {
  line: number;
  place: string;
  found: string;
  expected: string;
  action: string;
}

/** A row of cells as it stands in a file, with its number there. */
export interface Line {
  line: number;
  cells: string[];
}

/** Rows of text before one knows where their headings stand; a sheet says where a cell is, and which
 * rows one does not see. */
export interface Grid {
  name: string;
  hidden: boolean;
  lines: Line[];
  hiddenLines: Set<number>;
}

/** A table: its headings, what is under them, where a cell stands, and what is to be told of the file.
 * Without a format its columns are yet to be named. */
export interface Table {
  format: ListFormat | null;
  heading: string[];
  lines: Line[];
  where: (line: number, heading: string) => string;
  notes: string[];
}

/** A commune where an itinerant post stops, its days a week, and the text of both where the days are not
 * understood and one is assumed. */
export type Stop = [commune: string, days: number, doubtful?: string];

/** A row of posts at a place, as the file says it; what is alike in `row` says the same. */
export interface Post {
  row: string;
  line: number;
  host: string;
  insee: string;
  commune: string;
  posts: number;
  latitude: number | null;
  longitude: number | null;
  fte: number | null;
  itinerant: boolean;
  hours: string;
  stops: [commune: string, days: number][];
}

/** Posts that count, what is told of them, and how many rows the file has. */
export interface Reading {
  posts: Post[];
  notes: string[];
}
