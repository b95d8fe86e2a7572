/**
 * Lifelike people for tests, benches and samples: the n-th person is always the same.
 *
 * Numbers are unique. The first 30,000 are from the range kept for fiction (US +1 NPA 555 01xx), with French
 * (06 39 98 xx xx) and British (07700 900xxx) ones among them, as the names are. Those ranges are too small for
 * a million people: from `FICTIONAL_PEOPLE` on, numbers are other North American ones. They only ever stand in
 * a bench's own book and are never sent to anybody.
 */
export type Person = {
  readonly number: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly city: string
  readonly region: string
  readonly postalCode: string
  readonly country: 'US' | 'FR' | 'GB'
  readonly language: 'en' | 'fr'
  /** Zero to two, of a shop's usual kind. */
  readonly tags: readonly string[]
  /** Custom fields by key. */
  readonly custom: Readonly<Record<string, string>>
}

const words = (text: string): readonly string[] => text.trim().split(/\s*,\s*/)

const ENGLISH_FIRST = words(`James, Mary, Robert, Patricia, John, Jennifer, Michael, Linda, David, Elizabeth, William, Barbara, Richard, Susan,
Joseph, Jessica, Thomas, Sarah, Charles, Karen, Christopher, Lisa, Daniel, Nancy, Matthew, Betty, Anthony, Sandra, Mark, Margaret, Donald, Ashley,
Steven, Kimberly, Andrew, Emily, Paul, Donna, Joshua, Michelle, Kenneth, Carol, Kevin, Amanda, Brian, Melissa, George, Deborah, Timothy, Stephanie,
Ronald, Rebecca, Jason, Sharon, Edward, Laura, Jeffrey, Cynthia, Ryan, Dorothy, Jacob, Amy, Gary, Kathleen, Nicholas, Angela, Eric, Shirley,
Jonathan, Brenda, Stephen, Emma, Larry, Anna, Justin, Pamela, Scott, Nicole, Brandon, Samantha, Benjamin, Katherine, Samuel, Christine, Gregory,
Helen, Alexander, Debra, Patrick, Rachel, Frank, Carolyn, Raymond, Janet, Jack, Maria, Dennis, Olivia, Jerry, Heather, Aoife, Siobhán, José, Zoë`)
const FRENCH_FIRST = words(`Marie, Jean, Jeanne, Pierre, Françoise, Michel, Monique, André, Catherine, Philippe, Nathalie, René, Isabelle, Louis,
Jacqueline, Alain, Anne, Jacques, Sylvie, Bernard, Martine, Marcel, Madeleine, Daniel, Nicole, Roger, Suzanne, Robert, Hélène, Paul, Christine,
Claude, Marguerite, Henri, Denise, Christian, Louise, Nicolas, Christiane, Georges, Yvonne, Patrick, Valérie, François, Sophie, Frédéric, Stéphanie,
Gérard, Céline, Laurent, Élodie, Sébastien, Chloé, Jérôme, Léa, Émile, Manon, Théo, Camille, Loïc, Inès, Gaëlle, Benoît, Agnès, Cédric, Jean-Pierre,
Anne-Sophie, Marie-Claude, Jean-Baptiste, Océane`)
const ENGLISH_LAST = words(`Smith, Johnson, Williams, Brown, Jones, Garcia, Miller, Davis, Rodriguez, Martinez, Hernandez, Lopez, Gonzalez, Wilson,
Anderson, Thomas, Taylor, Moore, Jackson, Martin, Lee, Perez, Thompson, White, Harris, Sanchez, Clark, Ramirez, Lewis, Robinson, Walker, Young,
Allen, King, Wright, Scott, Torres, Nguyen, Hill, Flores, Green, Adams, Nelson, Baker, Hall, Rivera, Campbell, Mitchell, Carter, Roberts, Gomez,
Phillips, Evans, Turner, Diaz, Parker, Cruz, Edwards, Collins, Reyes, Stewart, Morris, Morales, Murphy, Cook, Rogers, Gutierrez, Ortiz, Morgan,
Cooper, Peterson, Bailey, Reed, Kelly, Howard, Ramos, Kim, Cox, Ward, Richardson, Watson, Brooks, Chavez, Wood, James, Bennett, Gray, Mendoza, Ruiz,
Hughes, Price, Alvarez, Castillo, Sanders, Patel, Myers, Long, Ross, Foster, Jimenez, O'Brien, O'Neill, McDonald, Peña, Muñoz, Van der Berg, Björk`)
const FRENCH_LAST = words(`Martin, Bernard, Dubois, Thomas, Robert, Richard, Petit, Durand, Leroy, Moreau, Simon, Laurent, Lefèvre, Michel, Garcia,
David, Bertrand, Roux, Vincent, Fournier, Morel, Girard, André, Mercier, Dupont, Lambert, Bonnet, François, Martinez, Legrand, Garnier, Faure,
Rousseau, Blanc, Guérin, Muller, Henry, Roussel, Nicolas, Perrin, Morin, Mathieu, Clément, Gauthier, Dumont, Lopez, Fontaine, Chevalier, Robin,
Masson, Sanchez, Gérard, Nguyen, Boyer, Denis, Lemaire, Duval, Joly, Gautier, Roger, Roche, Roy, Noël, Meyer, Lucas, Meunier, Jean, Marchand,
Dufour, Blanchard, Marie, Barbier, Brun, Dumas, Brunet, Schmitt, Leroux, Colin, Fernandez, Renard, Arnaud, Rolland, Caron, Aubert, Giraud, Leclerc,
Vidal, Bourgeois, Renaud, Lemoine, Picard, Gaillard, Philippe, Leclercq, Lacroix, Fabre, Dupuis, Olivier, d'Estrées, L'Hôpital, Le Bœuf, Cœur`)

const AMERICAN_PLACES = words(`Portland/OR/97201, Austin/TX/78701, Columbus/OH/43004, Denver/CO/80014, Albany/NY/12084, Boise/ID/83701, Tampa/FL/33602,
Savannah/GA/31401, Madison/WI/53703, Reno/NV/89501, Salem/MA/01970, Tucson/AZ/85701, Omaha/NE/68102, Lansing/MI/48906, Fargo/ND/58102`)
const FRENCH_PLACES = words(`Lyon/69/69002, Nantes/44/44000, Saint-Étienne/42/42000, Angers/49/49100, Rennes/35/35000, Orléans/45/45000, Nîmes/30/30000,
Tours/37/37000, Besançon/25/25000, Pau/64/64000`)
const BRITISH_PLACES = words('York//YO1 7HH, Bath//BA1 1LN, Truro//TR1 2HE, Leith//EH6 6QQ')
const TAGS = words('vip, regular, new, colour, cut, brunch, newsletter, habituée, fidèle, anniversaire, wholesale, lunch club')
const STYLISTS = words('Nora, Sam, Inès, Théo, Priya, Marco')

// Area codes in use in the United States.
const AREA_CODES = words(`201,202,203,205,206,207,208,209,210,212,213,214,215,216,217,218,219,224,225,228,229,231,234,239,240,248,251,252,253,254,256,260,
262,267,269,270,272,276,281,301,302,303,304,305,307,308,309,310,312,313,314,315,316,317,318,319,320,321,323,325,330,331,334,336,337,339,346,347,351,
352,360,361,364,385,386,401,402,404,405,406,407,408,409,410,412,413,414,415,417,419,423,424,425,430,432,434,435,440,443,458,469,470,475,478,479,480,
484,501,502,503,504,505,507,508,509,510,512,513,515,516,517,518,520,530,531,534,539,540,541,551,559,561,562,563,567,570,571,573,574,575,580,585,586,
601,602,603,605,606,607,608,609,610,612,614,615,616,617,618,619,620,623,626,628,629,630,631,636,641,646,650,651,657,660,661,662,669,678,681,682,701,
702,703,704,706,707,708,712,713,714,715,716,717,718,719,720,724,725,727,731,732,734,737,740,743,747,754,757,760,762,763,765,769,770,772,773,774,775,
779,781,785,786,801,802,803,804,805,806,808,810,812,813,814,815,816,817,818,828,830,831,832,843,845,847,848,850,854,856,857,858,859,860,862,863,864,
865,870,872,878,901,903,904,906,907,908,909,910,912,913,914,915,916,917,918,919,920,925,928,929,931,934,936,937,938,940,941,947,949,951,952,954,956,
959,970,971,972,973,978,979,980,984,985,989`)

/** People below this index have numbers from ranges kept for fiction. */
export const FICTIONAL_PEOPLE = 30_000

/** A well-spread 32-bit hash of (index, salt): chance that is the same every time (Thomas Mueller's integer mixer). */
const mix = (index: number, salt: number): number => {
  let x = (index + 1 + Math.imul(salt, 0x9e3779b1)) | 0
  x = Math.imul((x >>> 16) ^ x, 0x45d9f3b)
  x = Math.imul((x >>> 16) ^ x, 0x45d9f3b)
  return ((x >>> 16) ^ x) >>> 0
}
const pick = <T>(from: readonly T[], index: number, salt: number): T => from[mix(index, salt) % from.length] as T

const pad = (value: number, length: number): string => String(value).padStart(length, '0')

/** Of the first 30,000, a third is French and one in thirty British, by place, so that no two share a number. */
const origin = (index: number): 'US' | 'FR' | 'GB' =>
  index >= FICTIONAL_PEOPLE ? (mix(index, 9) % 4 === 0 ? 'FR' : 'US') : index % 30 === 7 ? 'GB' : index % 3 === 1 ? 'FR' : 'US'

const numberOf = (index: number): string => {
  const at = AREA_CODES.length
  if (index >= FICTIONAL_PEOPLE) {
    // 7,919 is prime to the number of places, so no place is taken twice below 200 million.
    const place = ((index - FICTIONAL_PEOPLE) * 7919) % (at * 700_000)
    const rest = Math.floor(place / at)
    return `+1${AREA_CODES[place % at]}${556 + Math.floor(rest / 10_000)}${pad(rest % 10_000, 4)}`
  }
  switch (origin(index)) {
    case 'GB':
      return `+447700900${pad((Math.floor(index / 30) * 37) % 1000, 3)}`
    case 'FR':
      return `+3363998${pad((Math.floor(index / 3) * 3331) % 10_000, 4)}`
    case 'US':
      return `+1${AREA_CODES[index % at]}55501${pad(Math.floor(index / at) % 100, 2)}`
  }
}

const plain = (name: string): string =>
  name.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('œ', 'oe').toLowerCase().replaceAll(/[^a-z]/g, '')

/** The `index`-th person, from 0; the same every time, no two with the same number up to a million. */
export const personAt = (index: number): Person => {
  const from = origin(index)
  const french = from === 'FR'
  const firstName = pick(french ? FRENCH_FIRST : ENGLISH_FIRST, index, 1)
  const lastName = pick(french ? FRENCH_LAST : ENGLISH_LAST, index, 2)
  const country = index >= FICTIONAL_PEOPLE ? 'US' : from
  const places = { US: AMERICAN_PLACES, FR: FRENCH_PLACES, GB: BRITISH_PLACES }[country]
  const [city = '', region = '', postalCode = ''] = pick(places, index, 3).split('/')
  const mailbox = mix(index, 4) % 100
  return {
    number: numberOf(index),
    firstName,
    lastName,
    // Domains kept for documentation (RFC 2606).
    email: mailbox < 60 ? `${plain(firstName)}.${plain(lastName)}${mailbox < 30 ? index % 1000 : ''}@example.${mailbox % 2 ? 'com' : 'org'}` : '',
    city,
    region,
    postalCode,
    country,
    language: french ? 'fr' : 'en',
    tags: mix(index, 5) % 3 === 0 ? [pick(TAGS, index, 6)] : mix(index, 5) % 10 === 1 ? [...new Set([pick(TAGS, index, 6), pick(TAGS, index, 7)])] : [],
    custom: mix(index, 8) % 2 === 0 ? { city, stylist: pick(STYLISTS, index, 10) } : {},
  }
}

/** People `from` to `from + count`. */
export const peopleAt = (from: number, count: number): readonly Person[] => Array.from({ length: count }, (_, i) => personAt(from + i))
