import fc from 'fast-check';

/** Literal text with whatever means something to HCL somewhere. */
export const text: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          ...'"\\$%{}~ \n\r\t#/\'`[]()=,:?!&|<>.-_aé𝄞',
          '\u0000',
          '\u2028',
          '${',
          '%{',
          '\\n',
        ),
      },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

/** An expression, as HCL has it, whose value Terraform knows without any resource. */
interface Tied {
  readonly any: string;
  readonly string: string;
  readonly number: string;
  readonly boolean: string;
  readonly template: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what cannot stand in a quoted string
const UNQUOTABLE = /["\\\u0000-\u001f]/g;

/** Between quotation marks; it makes no escape of the marker that may come after it. */
const quotedText = text.map((value) =>
  escapeMarkers(value.replace(/[$%]$/, '$&.').replace(UNQUOTABLE, quoted)),
);
const space = fc.constantFrom('', ' ', '\n', '  ');

const { string, boolean, any } = fc.letrec<Tied>((tie: fc.LetrecTypedTie<Tied>): fc.LetrecValue<Tied> => {
  const join = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...parts).map((each) => each.join(''));
  const is = (value: string): fc.Arbitrary<string> => fc.constant(value);
  const key = fc.constantFrom(
    ...['a', 'Version', 'a-b', '"for"', '"null"', '"aws:SourceArn"', '"a b"', '"𝄞"', '"Id"'],
    ...['(upper("a"))', '"${upper("a")}-key"', '"${"whole"}"'],
  );
  const entries = fc
    .array(join(key, fc.constantFrom(' = ', ':', '= ', ' : '), tie('any')), { maxLength: 3 })
    .map((each) => each.join(', '));
  const elements = (of: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.array(of, { maxLength: 3 }).map((each) => each.join(', '));
  return {
    template: fc
      .array(
        fc.oneof(
          { depthSize: 'small' },
          quotedText,
          join(is('${'), space, tie('any').map(asText), space, is('}')),
          join(
            fc.constantFrom('%{ if ', '%{~if '),
            tie('boolean'),
            fc.constantFrom(' }', '~}'),
            quotedText,
            fc.constantFrom('%{ else }', '%{~ else ~}'),
            quotedText,
            is('%{ endif }'),
          ),
          join(
            fc.constantFrom('%{ for x in [', '%{for i , x in ['),
            elements(tie('number')),
            is('] }'),
            quotedText,
            is('${x}%{ endfor }'),
          ),
        ),
        { maxLength: 4 },
      )
      .map((each) => each.join('')),
    string: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      join(is('"'), quotedText, is('"')),
      join(is('"'), tie('template'), is('"')),
      join(is('upper('), tie('string'), is(')')),
      join(is('jsonencode('), space, tie('any'), space, is(')')),
      join(is('join("-", ['), elements(tie('string')), is('])')),
      join(is('({ a = '), tie('string'), is(', }).a')),
      join(is('['), tie('string'), is(', ][ 0 ]')),
      join(is('('), tie('boolean'), is(' ? '), tie('string'), is(' : '), tie('string'), is(')')),
      join(tie('boolean'), is('?'), tie('string'), is(':'), tie('string')).map((value) => `(${value})`),
    ),
    number: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('0', '1', '2.50', '1e3', '12'),
      fc
        .tuple(tie('number'), fc.constantFrom('+', '-', '*', ' - ', ' + '), tie('number'))
        .map(([left, operator, right]) => `${left} ${operator.trim()} ${right}`),
      fc
        .tuple(tie('number'), tie('number'))
        .map(([left, right]) => `(${left} + ${right}) * 3 - (${right} - 1)`),
      join(
        is('-'),
        tie('number').map((value) => `(${value})`),
      ),
      join(is('max(['), tie('number'), is(', '), tie('number'), is(']...)')),
      join(is('length(['), elements(tie('any')), is('])')),
      join(is('length([for x in ['), elements(tie('any')), is('] : x])')),
    ),
    boolean: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('true', 'false'),
      join(is('!('), tie('boolean'), is(')')),
      join(is('!'), fc.constantFrom('true', 'false')),
      fc
        .tuple(tie('boolean'), fc.constantFrom('&&', '||', '==', '!='), tie('boolean'))
        .map(([left, operator, right]) => `${left} ${operator} ${right}`),
      fc
        .tuple(tie('boolean'), fc.constantFrom('&&', '||', '=='), tie('boolean'))
        .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
      fc
        .tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('number'))
        .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
    ),
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('string'),
      tie('number'),
      tie('boolean'),
      is('null'),
      join(is('['), space, elements(tie('any')), is(']')),
      join(is('{'), space, entries, space, is('}')),
      join(
        is('[for x in ['),
        elements(tie('any')),
        fc.constantFrom('] : x]', '] : [x] if x != null]', '] : { a = x, b = null }]'),
      ),
      join(
        is('{ for i, x in ['),
        elements(tie('any')),
        fc.constantFrom('] : i => x }', '] : "k" => x... }', '] : "${i}-" => x if i > 0 }'),
      ),
    ),
  };
});

/** After a carriage return alone, Terraform's JSON syntax has no interpolations; nor has it after a "$" before them. */
const line = text.map((value) => value.replaceAll('\r', '\r\n').replace(/[$%]$/, '$&.'));

/** A template as Terraform's JSON syntax has it: a whole string, with its quotation marks and lines as they are. */
export const jsonTemplate: fc.Arbitrary<string> = fc.oneof(
  any.map((value) => `\${${value}}`),
  fc
    .tuple(line, fc.array(fc.tuple(string, line), { maxLength: 2 }))
    .map(([first, others]) =>
      [escapeMarkers(first), ...others.map(([value, next]) => `\${ ${value} }${escapeMarkers(next)}`)].join(
        '',
      ),
    ),
  fc
    .tuple(boolean, line, string)
    .map(
      ([condition, yes, no]) =>
        `%{ if ${condition} }${escapeMarkers(`${yes}.`)}%{ else }\${${no}}%{ endif }\n`,
    ),
);

/** What can be in a string of several parts: collections and null cannot. */
function asText(expression: string): string {
  return `jsonencode(${expression})`;
}

function escapeMarkers(value: string): string {
  return value.replace(/[$%](?=\{)/g, '$&$&');
}

function quoted(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  return character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
