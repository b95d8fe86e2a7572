import fc from 'fast-check'
import { Liquid } from 'liquidjs'
import { describe, expect, test } from 'vitest'
import { bodyFromChips, compileTemplate, fieldKey, parseMergeChips, type MergePart, type MergeTemplate } from '../../../shared/sms/merge.ts'
import { parseSimple } from '../../../shared/sms/merge-parts.ts'

const compiled = (body: string): MergeTemplate => {
  const result = compileTemplate(body)
  if (!result.ok) throw new Error(`${body}: ${result.code}`)
  return result.template
}
const merge = (body: string, fields: Record<string, string>) => compiled(body).render(fields)

const name = fc.constantFrom('first_name', 'last_name', 'business', 'x', 'X1', '_', 'size', 'first', 'last', 'prochain_rdv', 'default')
const looseText = fc.string({ unit: fc.constantFrom(...'abc é€’😀{}%|"\'\\ \n:-'), maxLength: 12 })
const parts = (text: fc.Arbitrary<string>, fallback: fc.Arbitrary<string>) =>
  fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('text' as const), text }),
      fc.record({ kind: fc.constant('field' as const), name, fallback: fc.option(fallback) }),
    ),
    { maxLength: 6 },
  )
const values = fc.dictionary(name, fc.oneof(fc.constantFrom('', '  ', 'Anna', '{{ x }}', '{% if %}', 'a"b', "O'Neil", '0', 'false'), fc.string()))

describe('rendering', () => {
  test.each<[string, Record<string, string>, string]>([
    ['Hi {{ first_name | default: "there" }}!', { first_name: 'Anna' }, 'Hi Anna!'],
    ['Hi {{ first_name | default: "there" }}!', {}, 'Hi there!'],
    ['Hi {{ first_name | default: "there" }}!', { first_name: ' \t' }, 'Hi there!'],
    ['Hi {{first_name}}!', {}, 'Hi !'],
    ["{{x|default:'a \"b\"'}}", {}, 'a "b"'],
    ['{{ x | default: "a \\"b\\" \\\\" }}', {}, 'a "b" \\'],
    ['{{ x | default: "}}" }}', {}, '}}'],
    ['a } b }} {', {}, 'a } b }} {'],
    ['{{ x }}', { x: '{{ secret }}{% if %}', secret: 's' }, '{{ secret }}{% if %}'],
    ['{{ x }}', { x: 'a\r\nb\nc\td\u0000e\u2028f' }, 'a b c d e f'],
    ['{{ x | upcase }}', { x: 'a\nb {{ y }}' }, 'A B {{ Y }}'],
    ['line\nbreak  {{ x }}  kept', { x: '' }, 'line\nbreak    kept'],
    ['{{ constructor }}{{ toString }}{{ __proto__ }}', {}, ''],
    ['{{ true }}{{ blank }}', { true: 'a', blank: 'b' }, 'true'],
    ['{{ size }}', { size: 'M' }, 'M'],
    ['{{ size | downcase }}', {}, ''],
    ['{% if email %}yes{% else %}no{% endif %}', { email: ' ' }, 'no'],
    ['{% if email %}yes{% else %}no{% endif %}', { email: 'a@example.org' }, 'yes'],
    ['{% assign y = x | upcase %}{{ y }}', { x: 'q' }, 'Q'],
    ['{%- if x -%} a {%- endif -%}', { x: '1' }, 'a'],
    ['{{ x | slice: 0 }}.', { x: 'Anna' }, 'A.'],
  ])('%j with %j', (body, fields, expected) => {
    expect(merge(body, fields)).toBe(expected)
  })

  test('the fast way gives what LiquidJS gives', () => {
    const liquid = new Liquid({ ownPropertyOnly: true, strictFilters: true })
    const spaced = fc.constantFrom('', ' ', '  ', '\n', '\t ')
    const field = fc
      .tuple(name, fc.option(fc.tuple(fc.constantFrom('"', "'"), looseText)), fc.array(spaced, { minLength: 5, maxLength: 5 }))
      .map(([word, fallback, [a, b, c, d, e]]) => {
        if (!fallback) return `{{${a}${word}${b}}}`
        const [quote, text] = fallback
        const safe = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)
        return `{{${a}${word}${b}|${c}default${d}:${e}${quote}${safe}${quote}${a}}}`
      })
    const text = fc.string({ unit: fc.constantFrom(...'abc é€’😀}%|"\'\\ \n:-', '{ '), maxLength: 12 })
    let fast = 0
    fc.assert(
      fc.property(fc.array(fc.oneof(text, field), { maxLength: 6 }), values, (pieces, fields) => {
        const body = pieces.join('')
        fc.pre(parseSimple(body) !== null)
        fast++
        // What both are given: clean values, a missing one as null (LiquidJS counts the scope for a missing `size`).
        const scope = Object.fromEntries(compiled(body).fields.map((word) => [word, merge(`{{ ${word} }}`, fields) || null]))
        expect(merge(body, fields)).toBe(liquid.parseAndRenderSync(body, scope))
      }),
      { numRuns: 2_000 },
    )
    expect(fast).toBeGreaterThan(1_000)
  })

  test('any body is compiled or refused, and what compiles renders for anybody', () => {
    const piece = fc.constantFrom('{{', '}}', '{%', '%}', ' x ', '|', 'default:', '"a"', 'if x', 'endif', 'for i in (1..99999999)', 'endfor', 'upcase', '-', '{', ' b ', 'render "a"', 'raw')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), values, (pieces, fields) => {
        const result = compileTemplate(pieces.join(''))
        if (result.ok) expect(typeof result.template.render(fields)).toBe('string')
        else expect(result.code).toMatch(/^[a-z-]+$/)
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('refusals', () => {
  test.each([
    ['{{ x', 'not-closed', 0],
    ['ab {% if x %}', 'not-closed', 3],
    ['{{ x | nope }}', 'unknown-filter', 0],
    ['ab {% render "a" %}', 'unknown-tag', 3],
    ['{% include "/etc/passwd" %}', 'unknown-tag', 0],
    ['{% for i in (1..100000000) %}{{ i }}{% endfor %}', 'unknown-tag', 0],
    ['Hi {{ first name }}', 'not-understood', 3],
    ['Hi {{ }}', 'not-understood', 6],
  ])('%j: %s at %s', (body, code, position) => {
    expect(compileTemplate(body)).toEqual({ ok: false, code, position })
  })

  test('a body that would grow without end is refused before anything is sent', () => {
    const doubling = `{% assign a = "xxxxxxxxxx" %}${'{% assign a = a | append: a %}'.repeat(40)}{{ a }}`
    expect(compileTemplate(doubling)).toMatchObject({ ok: false, code: 'too-long' })
    expect(compileTemplate(`{% unless x %}${doubling}{% endunless %}`)).toMatchObject({ ok: false, code: 'too-long' })
    expect(compileTemplate(`{% if x %}${doubling}{% endif %}`)).toMatchObject({ ok: false, code: 'too-long' })
    expect(compileTemplate(`${'a'.repeat(30_000)}{% if x %}{% endif %}`)).toMatchObject({ ok: false, code: 'too-long' })
  })
})

describe('what a template tells of itself', () => {
  test.each([
    ['plain', [], []],
    ['{{ a }} {{ b | default: "x" }} {{ a }}', ['a', 'b'], ['b']],
    ['{{ a | default: "x" }} {{ a }}', ['a'], []],
    ['{{ a | default: "x" | upcase }} {% if b %}{% endif %}', ['a', 'b'], ['a']],
    ['{{ a | default: "x" | upcase }} {{ a }}', ['a'], []],
    ['{% assign y = a %}{{ y }}', ['a'], []],
  ])('%j', (body, fields, withFallback) => {
    expect(compiled(body)).toMatchObject({ fields, withFallback })
  })
})

describe('chips', () => {
  test('a body of plain fields comes back letter for letter', () => {
    const body = 'Hi {{ first_name | default: "there" }}, {{ business }} says "hello" {{ x | default: "a \\"b\\" \\\\" }}'
    expect(parseMergeChips(body)).toEqual([
      { kind: 'text', text: 'Hi ' },
      { kind: 'field', name: 'first_name', fallback: 'there' },
      { kind: 'text', text: ', ' },
      { kind: 'field', name: 'business', fallback: null },
      { kind: 'text', text: ' says "hello" ' },
      { kind: 'field', name: 'x', fallback: 'a "b" \\' },
    ])
    expect(bodyFromChips(parseMergeChips(body))).toBe(body)
  })

  test('other Liquid stays text around the chips', () => {
    const body = '{% if x %}Hi {{ x }}{% endif %} {{ y | upcase }}'
    expect(parseMergeChips(body)).toEqual([
      { kind: 'text', text: '{% if x %}Hi ' },
      { kind: 'field', name: 'x', fallback: null },
      { kind: 'text', text: '{% endif %} {{ y | upcase }}' },
    ])
    expect(bodyFromChips(parseMergeChips(body))).toBe(body)
  })

  test('chips with any fallback survive becoming a body and back', () => {
    const plainText = fc.string({ unit: fc.constantFrom(...'abc é’😀}%|"\'\\ \n'), maxLength: 12 })
    /** Neighbouring and empty texts are one text, as the editor keeps them. */
    const joined = (list: readonly MergePart[]) =>
      list.reduce<MergePart[]>((done, part) => {
        const last = done.at(-1)
        if (part.kind === 'text' && last?.kind === 'text') done[done.length - 1] = { kind: 'text', text: last.text + part.text }
        else if (part.kind === 'field' || part.text !== '') done.push(part)
        return done
      }, [])
    fc.assert(
      fc.property(parts(plainText, fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => !text.includes('{%'))), (list) => {
        expect(parseMergeChips(bodyFromChips(list))).toEqual(joined(list))
      }),
      { numRuns: 1_000 },
    )
  })

  test('whatever the body, going through chips does not change what is sent', () => {
    fc.assert(
      fc.property(parts(looseText, looseText), values, (list, fields) => {
        const body = bodyFromChips(list)
        const again = bodyFromChips(parseMergeChips(body))
        const [before, after] = [compileTemplate(body), compileTemplate(again)]
        expect(after.ok).toBe(before.ok)
        if (before.ok && after.ok) expect(after.template.render(fields)).toBe(before.template.render(fields))
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('fieldKey', () => {
  test.each([
    ['Prochain RDV', 'prochain_rdv'],
    ['Prénom', 'prenom'],
    ['E-mail 1 - Value', 'e_mail_1_value'],
    ['Opt in?', 'opt_in'],
    ['Œuvre', 'oeuvre'],
    ['2nd phone', 'field_2nd_phone'],
    ['Blank', 'field_blank'],
    ['???', 'field'],
  ])('%s is %s', (header, key) => {
    expect(fieldKey(header)).toBe(key)
  })

  test('any header gives a name that can be merged, and giving it twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (header) => {
        const key = fieldKey(header)
        expect(fieldKey(key)).toBe(key)
        expect(merge(`{{ ${key} }}`, { [key]: 'v' })).toBe('v')
      }),
    )
  })
})
