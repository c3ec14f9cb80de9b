/** What a box stands for; it has its colour from it. */
export type BoxKind =
  | 'application'
  | 'table'
  | 'stream'
  | 'function'
  | 'delivery stream'
  | 'collection'
  | 'bucket'
  | 'parking';

/** A part of a pipeline, in its place on a grid of five columns. */
export interface Box {
  readonly kind: BoxKind;
  readonly column: number;
  readonly row: number;
  /** How many rows it takes. @default 1 */
  readonly rows?: number;
  readonly name: string;
  /** At most two lines of about 24 letters. */
  readonly parts: readonly string[];
}

/**
 * A way between two boxes:
 * - `across`: to the next column, in the row of the box that has one row
 * - `down`, `up`: to another row of the column
 * - `back`: in a bow over the boxes between them
 * - `under`: down, and then into the other box's side
 * - `aside`: by the gap beside its box, to another row of the next column
 */
export type ArrowShape = 'across' | 'down' | 'up' | 'back' | 'under' | 'aside';

export interface Arrow {
  readonly from: Box;
  readonly to: Box;
  readonly shape: ArrowShape;
  /** The lines of its label. @default none */
  readonly label?: readonly string[];
  /** Dashed: what was on its way comes again, or leaves it. @default false */
  readonly isAgain?: boolean;
  /** Of `down` and `up`: how far right of the middle, in pixels; the label is on that side. @default 0, with the label on the left */
  readonly shift?: number;
}

/** The name of a pipeline above a box. */
export interface Caption {
  readonly above: Box;
  readonly text: string;
}

export interface Picture {
  readonly title: string;
  /** For those who do not see it: in the picture, and as the text beside it in the pages. */
  readonly description: string;
  /** From one row to the next, in pixels; a box has 84. */
  readonly rowPitch: number;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly captions?: readonly Caption[];
}
