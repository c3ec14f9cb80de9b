import { type Measurement, WAYS } from './cpu-per-change';

const WIDTH = 760;
const LABEL = 250;
const BAR = 16;
const COLORS = ['#8a8f98', '#1769aa', '#4f93c4', '#8fbadb', '#c77d0a', '#a3552f', '#7a4d8f'];

/** Bars of the CPU time a change, in units of floor+, as SVG. */
export function chart(measurements: readonly Measurement[]): string {
  const shown = measurements.filter(({ load }) => load === 'distinct');
  const most = Math.max(...shown.flatMap((m) => WAYS.map((way) => m.ratio(way, 'floor+'))));
  const parts: string[] = [];
  let y = 30;
  for (const measurement of shown) {
    parts.push(`<text x="8" y="${y + 12}" font-weight="bold">${measurement.size} items</text>`);
    y += BAR + 6;
    for (const [i, way] of WAYS.entries()) {
      const ratio = measurement.ratio(way, 'floor+');
      const width = Math.max(1, (ratio / most) * (WIDTH - LABEL - 60));
      parts.push(
        `<text x="${LABEL - 8}" y="${y + 12}" text-anchor="end">${way}</text>`,
        `<rect x="${LABEL}" y="${y}" width="${width.toFixed(1)}" height="${BAR - 3}" fill="${COLORS[i]}"/>`,
        `<text x="${(LABEL + width + 6).toFixed(1)}" y="${y + 12}">${ratio.toFixed(2)}</text>`,
      );
      y += BAR + 2;
    }
    y += 10;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" font-family="sans-serif" font-size="12" fill="#222">
<title>CPU time a change, in units of floor+</title>
<rect width="${WIDTH}" height="${y}" fill="#fff"/>
<text x="8" y="18" font-size="14">CPU time a change, in units of floor+ (less is better)</text>
${parts.join('\n')}
</svg>
`;
}
