import type { Arrow, Box, BoxKind, Caption, Picture } from './picture';

const WIDTH = 1000;
const MARGIN = 5;
const COLUMN_PITCH = 210;
const BOX_WIDTH = 150;
const BOX_HEIGHT = 84;
/** Between an arrow and the boxes at its ends. */
const GAP = 4;
const LINE_HEIGHT = 18;
/** What a bow needs above the boxes, and what captions do. */
const BOW_HEIGHT = 81;
const CAPTION_HEIGHT = 20;

/** Light boxes with dark letters are read on white and on black; what lies between them is grey. */
const COLORS: Readonly<Record<BoxKind, { readonly fill: string; readonly stroke: string }>> = {
  application: { fill: '#e8eaed', stroke: '#5f6368' },
  table: { fill: '#dbe9fb', stroke: '#2f6fbd' },
  stream: { fill: '#e6dff7', stroke: '#6b4fbb' },
  function: { fill: '#fde6cf', stroke: '#b8651b' },
  'delivery stream': { fill: '#f8dcec', stroke: '#a8447c' },
  collection: { fill: '#d8f0e2', stroke: '#23804f' },
  bucket: { fill: '#d8f0e2', stroke: '#23804f' },
  parking: { fill: '#fbdcdc', stroke: '#b3403a' },
};

/** A picture as SVG, without anything from elsewhere. */
export function pictureSvg(picture: Picture): string {
  const { title, description, boxes, arrows, captions = [], rowPitch } = picture;
  const hasBow = arrows.some(({ shape }) => shape === 'back');
  const top = MARGIN + (hasBow ? BOW_HEIGHT : captions.length > 0 ? CAPTION_HEIGHT : 0);
  const place = (box: Box) => placed(box, top, rowPitch);
  const height = Math.max(...boxes.map((box) => place(box).bottom)) + MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif" role="img" aria-labelledby="title description">
<title id="title">${escaped(title)}</title>
<desc id="description">${escaped(description)}</desc>
<style>
  .name { font-size: 13.5px; font-weight: 600; fill: #1f2328; text-anchor: middle; }
  .part { font-size: 12px; fill: #32383f; text-anchor: middle; }
  .note { font-size: 12px; fill: #656d76; }
  .caption { font-size: 13px; font-weight: 600; fill: #424a53; }
  .way { fill: none; stroke: #7d8590; stroke-width: 2; marker-end: url(#tip); }
  .again { stroke-dasharray: 5 4; }
  .tip { fill: #7d8590; }
  @media (prefers-color-scheme: dark) {
    .note { fill: #9da7b1; }
    .caption { fill: #c9d1d9; }
  }
</style>
<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0 10 5 0 10z"/></marker></defs>
${[
  ...boxes.map((box) => boxSvg(box, place(box))),
  ...captions.map((caption) => captionSvg(caption, place(caption.above))),
  ...arrows.map((arrow) => arrowSvg(arrow, place(arrow.from), place(arrow.to))),
].join('\n')}
</svg>
`;
}

interface Place {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly middleX: number;
  readonly middleY: number;
}

function placed({ column, row, rows = 1 }: Box, pictureTop: number, rowPitch: number): Place {
  const left = MARGIN + column * COLUMN_PITCH;
  const top = pictureTop + row * rowPitch;
  const bottom = top + (rows - 1) * rowPitch + BOX_HEIGHT;
  const right = left + BOX_WIDTH;
  return { left, right, top, bottom, middleX: (left + right) / 2, middleY: (top + bottom) / 2 };
}

function boxSvg({ kind, name, parts }: Box, { left, top, bottom, middleX, middleY }: Place): string {
  const { fill, stroke } = COLORS[kind];
  // The text stands in the middle: the first line at 27 of 84 pixels, where there are three.
  const first = middleY + 5 - (parts.length * (LINE_HEIGHT + 2)) / 2;
  const lines = parts.map((part, i) => text('part', middleX, first + 1 + (i + 1) * (LINE_HEIGHT + 2), part));
  return (
    `<rect x="${left}" y="${top}" width="${BOX_WIDTH}" height="${bottom - top}" rx="8" fill="${fill}" stroke="${stroke}" stroke-width="1.5"/>` +
    text('name', middleX, first, name) +
    lines.join('')
  );
}

function captionSvg({ text: caption }: Caption, { left, top }: Place): string {
  return text('caption', left, top - 7, caption);
}

function arrowSvg(arrow: Arrow, from: Place, to: Place): string {
  const { path, label } = drawn(arrow, from, to);
  const lines = (arrow.label ?? []).map((line, i) =>
    text('note', label.x, label.y + i * LINE_HEIGHT, line, label.anchor),
  );
  return `<path class="way${arrow.isAgain ? ' again' : ''}" d="${path}"/>${lines.join('')}`;
}

interface Drawn {
  readonly path: string;
  /** Where the label's first line begins, is centred, or ends. */
  readonly label: { readonly x: number; readonly y: number; readonly anchor: Anchor };
}

type Anchor = 'start' | 'middle' | 'end';

function drawn({ shape, label = [], shift = 0 }: Arrow, from: Place, to: Place): Drawn {
  /** The first line's y, so that the lines' middle is at y. */
  const centred = (y: number) => y + 4 - ((label.length - 1) * LINE_HEIGHT) / 2;
  switch (shape) {
    case 'across': {
      const y = from.bottom - from.top < to.bottom - to.top ? from.middleY : to.middleY;
      return {
        path: `M${from.right + GAP} ${y}H${to.left - GAP}`,
        label: { x: (from.right + to.left) / 2, y: y - 10, anchor: 'middle' },
      };
    }
    case 'down':
    case 'up': {
      const [start, end] =
        shape === 'down' ? [from.bottom + GAP, to.top - GAP] : [from.top - GAP, to.bottom + GAP];
      const x = from.middleX + shift;
      const isRight = shift > 0;
      return {
        path: `M${x} ${start}V${end}`,
        label: {
          x: x + (isRight ? 10 : -10),
          y: centred((start + end) / 2),
          anchor: isRight ? 'start' : 'end',
        },
      };
    }
    case 'back': {
      const [start, end, y] = [from.middleX - 20, to.middleX + 5, from.top - GAP];
      return {
        path: `M${start} ${y}C${start - 10} ${y - 42} ${end + 25} ${y - 42} ${end} ${y}`,
        label: { x: (start + end) / 2, y: y - 48, anchor: 'middle' },
      };
    }
    case 'under': {
      const [x, y] = [from.middleX, to.middleY];
      return {
        path: `M${x} ${from.bottom + GAP}V${y}H${to.left - GAP}`,
        label: { x: x - 10, y: y - (label.length - 1) * LINE_HEIGHT + 4, anchor: 'end' },
      };
    }
    case 'aside': {
      const isRight = to.left > from.left;
      const [start, end] = isRight ? [from.right + GAP, to.left - GAP] : [from.left - GAP, to.right + GAP];
      const x = (start + end) / 2;
      // By the corner of the upper box that is nearer, so that it keeps away from what goes straight across.
      const [startY, endY] =
        from.top < to.top ? [from.bottom - 16, to.middleY] : [from.middleY, to.bottom - 16];
      return {
        path: `M${start} ${startY}H${x}V${endY}H${end}`,
        label: {
          x: x + 10,
          y: centred((Math.min(from.bottom, to.bottom) + Math.max(from.top, to.top)) / 2),
          anchor: 'start',
        },
      };
    }
  }
}

function text(className: string, x: number, y: number, content: string, anchor?: Anchor): string {
  const style = anchor === undefined || anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text class="${className}" x="${x}" y="${y}"${style}>${escaped(content)}</text>`;
}

const escaped = (content: string): string => content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
