/**
 * A form for the shop's website that needs no server and no script: a box that is not ticked, the whole wording, and a link
 * that opens the visitor's texting app once the box is. Their text message is the opt-in; the page only leads to it.
 * Pure: the window's preview and the file that is saved are the same letters.
 */
import type { Language, Purpose } from '../contract/common.ts'
import { printWords } from './print-words.ts'
import { smsLink } from './sms-link.ts'

export type WebsiteForm = {
  readonly word: string
  /** E.164 or a short code: what the link carries. */
  readonly number: string
  /** The number as people read it. */
  readonly shownNumber: string
  readonly purpose: Purpose
  readonly parts: readonly { readonly language: Language; readonly headline: string; readonly benefit: string; readonly disclosure: string }[]
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as it stands in HTML, in an element or between quotes of an attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (letter) => ENTITIES[letter]!)

const STYLE = `
  .dbl-join{box-sizing:border-box;max-width:34rem;margin:1.5rem 0;padding:1.5rem;border:1px solid #d3cbbd;border-radius:12px;background:#fffdfa;color:#26221c;color-scheme:light;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;text-align:left}
  .dbl-join *{box-sizing:border-box}
  .dbl-join h2{margin:0 0 .25rem;font-size:1.5rem;line-height:1.2;font-weight:700;color:inherit}
  .dbl-join p{margin:0 0 1rem}
  .dbl-join .dbl-box{display:flex;gap:.75rem;align-items:flex-start;cursor:pointer;font-weight:600}
  .dbl-join input{flex:none;width:1.5rem;height:1.5rem;margin:0;accent-color:#26221c}
  .dbl-join .dbl-words{display:block;margin-top:.25rem;font-weight:400;font-size:.9375rem;color:#4a4339}
  .dbl-join .dbl-go{display:none;margin:1rem 0 0;padding:.75rem 1.25rem;border-radius:8px;background:#26221c;color:#fffdfa;font-weight:600;text-align:center;text-decoration:none}
  .dbl-join .dbl-hint{margin:1rem 0 0;font-size:.9375rem;color:#655d52}
  .dbl-join .dbl-box:has(input:checked)~.dbl-go{display:block}
  .dbl-join .dbl-box:has(input:checked)~.dbl-tick{display:none}
  .dbl-join .dbl-go:focus-visible,.dbl-join input:focus-visible{outline:3px solid #8a6414;outline-offset:2px}
`

const section = (form: WebsiteForm, part: WebsiteForm['parts'][number]): string => {
  const say = printWords[part.language]
  const text = escapeHtml
  const lines = (paragraphs: string): string => text(paragraphs).replace(/\r?\n/g, '<br>')
  return `<section class="dbl-join" lang="${part.language}">
  <h2>${text(part.headline)}</h2>
  <p>${lines(part.benefit)}</p>
  <label class="dbl-box">
    <input type="checkbox" autocomplete="off">
    <span>${text(say.yes[form.purpose])}
      <span class="dbl-words">${lines(part.disclosure)}</span>
    </span>
  </label>
  <p class="dbl-hint dbl-tick">${text(say.tick)}</p>
  <a class="dbl-go" href="${text(smsLink(form.number, form.word))}">${text(say.open(form.word))}</a>
  <p class="dbl-hint">${text(say.computer(form.word, form.shownNumber))}</p>
</section>`
}

/** The snippet, to be put into a page as it stands. */
export const websiteForm = (form: WebsiteForm): string => `<style>${STYLE}</style>
${form.parts.map((part) => section(form, part)).join('\n')}
`
