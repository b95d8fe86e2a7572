/* Written by build/generate-phone-tables.ts from libphonenumber's metadata; not to be edited by hand. */

/** Country and type each letter stands for, from 'a' on; a full stop means: ask the library. */
export const LEGEND = [
  'US mobile-or-landline',
  'CA mobile-or-landline',
  'US other',
  'CA other',
  'PR mobile-or-landline',
  'US toll-free',
  'DO mobile-or-landline',
  'FR landline',
  'FR mobile',
  'FR toll-free',
] as const

/** North America by area code, 200 to 999; the exchange must start with 2 to 9. */
export const NANP =
  '.aaabaaaaaa.aaaaaaaaa..aaabaaa.a..aab..aa.......abbaaaa.ab..a.ab...a.aa.aba.a..a.a.a.....b..........' +
  '.aaaaabaaaa.aaaaaaaaaa.aaaaa.aaaa.a.aa.a.a.b..aa..aaaab.....aa.aab.bba..........a.b..aa.............' +
  '.aabaaaaaaa.aaaababa...aaa..b.aba.aa.bb.a.aa.a.aa.b.......a....aa...baa.a.ba..aaa...a...............' +
  'caaaaabaaaa.aabaaaabacc..cccccaacca....aaa..c...b..a.....a.a.aaaa.ca..aaaaaa.c.baba.baabc...........' +
  'daaabaaaaaa.abaaaaaaa.da..a.aaaa.d..a..baa...aab..aa....aa.aaaa....a.a..b.....a.aaab..a..a..........' +
  '.aaaabaaab..aaaaaaaaa...aaaaa.aaa.a..aa.a.ba...aa....ba..a..a.aa.a...aaaaaaa..babab..aae............' +
  'faaaaaabaga.aaaaaaabaa...ba.a.aaaf.a..aaa..afa.aaga...afaaaaa.aaaafb..a.ab...fab........f...........' +
  '.abaabaaaaa.aaaaaaaaa....a..aaaa..a.aaaeaaba.a.aaa.aa.a.a..a..........aaaa.a..aaa...aaa..a..........'

/** France by the first three digits after the zero, 100 to 999. */
export const FRENCH =
  'hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh' +
  'hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh.hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh' +
  'hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh' +
  '..........hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh' +
  'hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh.hhh.hhhhh' +
  'iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii.iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii.....i..ii' +
  '..............................iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii' +
  'jjjjjj..............................................................................................' +
  'hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh'
