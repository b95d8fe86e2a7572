/**
 * Which American state, or country, an area code or postal code belongs to. Area codes: the North American Numbering
 * Plan's assignments with every overlay in service by mid-2026. Toll-free and other codes without a place are left
 * out, and so is a code too new for this list: not knowing leads to the strictest rule.
 */
export const AS_OF = '2026-11-23'

/** Name, area codes, and the first three digits of postal codes (runs are inclusive). */
type State = readonly [name: string, areaCodes: string, postalCodes: string]

export const STATES: Readonly<Record<string, State>> = {
  AL: ['Alabama', '205 251 256 334 483 659 938', '350-369'],
  AK: ['Alaska', '907', '995-999'],
  AZ: ['Arizona', '480 520 602 623 928', '850-865'],
  AR: ['Arkansas', '327 479 501 870', '716-729'],
  CA: ['California', '209 213 279 310 323 341 350 357 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 738 747 760 805 818 820 831 837 840 858 909 916 925 949 951', '900-961'],
  CO: ['Colorado', '303 719 720 748 970 983', '800-816'],
  CT: ['Connecticut', '203 475 860 959', '060-069'],
  DE: ['Delaware', '302', '197-199'],
  DC: ['District of Columbia', '202 771', '200 202-205 569'],
  FL: ['Florida', '239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 954', '320-339 341-342 344 346-347 349'],
  GA: ['Georgia', '229 404 470 478 678 706 762 770 912 943', '300-319 398-399'],
  HI: ['Hawaii', '808', '967-968'],
  ID: ['Idaho', '208 986', '832-838'],
  IL: ['Illinois', '217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 861 872', '600-629'],
  IN: ['Indiana', '219 260 317 463 574 765 812 930', '460-479'],
  IA: ['Iowa', '319 515 563 641 712', '500-528'],
  KS: ['Kansas', '316 620 785 913', '660-679'],
  KY: ['Kentucky', '270 364 502 606 859', '400-427'],
  LA: ['Louisiana', '225 318 337 457 504 985', '700-714'],
  ME: ['Maine', '207', '039-049'],
  MD: ['Maryland', '227 240 301 410 443 667', '205-219'],
  MA: ['Massachusetts', '339 351 413 508 617 774 781 857 978', '010-027 055'],
  MI: ['Michigan', '231 248 269 313 517 586 616 679 734 810 906 947 989', '480-499'],
  MN: ['Minnesota', '218 320 507 612 651 763 924 952', '550-567'],
  MS: ['Mississippi', '228 471 601 662 769', '386-397'],
  MO: ['Missouri', '235 314 417 557 573 636 660 816 975', '630-658'],
  MT: ['Montana', '406', '590-599'],
  NE: ['Nebraska', '308 402 531', '680-693'],
  NV: ['Nevada', '702 725 775', '889-898'],
  NH: ['New Hampshire', '603', '030-038'],
  NJ: ['New Jersey', '201 551 609 640 732 848 856 862 908 973', '070-089'],
  NM: ['New Mexico', '505 575', '870-884'],
  NY: ['New York', '212 315 329 332 347 363 465 516 518 585 607 624 631 646 680 716 718 838 845 914 917 929 934', '005 063 100-149'],
  NC: ['North Carolina', '252 336 472 704 743 828 910 919 980 984', '270-289'],
  ND: ['North Dakota', '701', '580-588'],
  OH: ['Ohio', '216 220 234 283 326 330 380 419 436 440 513 567 614 740 937', '430-459'],
  OK: ['Oklahoma', '405 539 572 580 918', '730-731 734-749'],
  OR: ['Oregon', '458 503 541 971', '970-979'],
  PA: ['Pennsylvania', '215 223 267 272 412 445 484 570 582 610 717 724 814 835 878', '150-196'],
  RI: ['Rhode Island', '401', '028-029'],
  SC: ['South Carolina', '803 821 839 843 854 864', '290-299'],
  SD: ['South Dakota', '605', '570-577'],
  TN: ['Tennessee', '423 615 629 729 731 865 901 931', '370-385'],
  TX: ['Texas', '210 214 254 281 325 346 361 409 430 432 469 512 621 682 713 726 737 806 817 830 832 903 915 936 940 945 956 972 979', '733 739 750-799 885'],
  UT: ['Utah', '385 435 801', '840-847'],
  VT: ['Vermont', '802', '050-054 056-059'],
  VA: ['Virginia', '276 434 540 571 686 703 757 804 826 948', '201 205 220-246'],
  WA: ['Washington', '206 253 360 425 509 564', '980-994'],
  WV: ['West Virginia', '304 681', '247-268'],
  WI: ['Wisconsin', '262 274 353 414 534 608 715 920', '530-549'],
  WY: ['Wyoming', '307', '820-831 834'],
  // Territories: federal law holds, no rule of their own is known.
  AS: ['American Samoa', '684', '967'],
  GU: ['Guam', '671', '969'],
  MP: ['Northern Mariana Islands', '670', '969'],
  PR: ['Puerto Rico', '787 939', '006-007 009'],
  VI: ['U.S. Virgin Islands', '340', '008'],
}

export const TERRITORIES: readonly string[] = ['AS', 'GU', 'MP', 'PR', 'VI']

export const PROVINCES: Readonly<Record<string, string>> = {
  AB: 'Alberta', BC: 'British Columbia', MB: 'Manitoba', NB: 'New Brunswick', NL: 'Newfoundland and Labrador', NS: 'Nova Scotia',
  NT: 'Northwest Territories', NU: 'Nunavut', ON: 'Ontario', PE: 'Prince Edward Island', QC: 'Quebec', SK: 'Saskatchewan', YT: 'Yukon',
}

/** Every other country of the plan; 600, 622 and 633 are Canada's codes without a place. */
export const COUNTRY_AREA_CODES: Readonly<Record<string, string>> = {
  CA:
    '204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 468 474 506 514 519 548 579 581 584 587 ' +
    '600 604 613 622 633 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942',
  AG: '268', AI: '264', BB: '246', BM: '441', BS: '242', DM: '767', DO: '809 829 849', GD: '473', JM: '658 876', KN: '869', KY: '345',
  LC: '758', MS: '664', SX: '721', TC: '649', TT: '868', VC: '784', VG: '284',
}

export const TOLL_FREE: readonly string[] = ['800', '822', '833', '844', '855', '866', '877', '888']

/** Calling codes that have a rule of their own outside the American plan; +262 is both islands until a postal code tells. */
export const CALLING_CODES: readonly (readonly [prefix: string, places: readonly string[]])[] = [
  ['+33', ['FR']],
  ['+44', ['GB']],
  ['+262', ['FR-RE', 'FR-YT']],
  ['+508', ['FR']],
  ['+590', ['FR-GP']],
  ['+594', ['FR-GF']],
  ['+596', ['FR-MQ']],
]

/** By the beginning of a French postal code; Saint-Martin and Saint-Barthélemy keep Guadeloupe's. */
export const FRENCH_POSTAL_PLACES: readonly (readonly [prefix: string, place: string])[] = [
  ['57', 'FR-AM'], ['67', 'FR-AM'], ['68', 'FR-AM'],
  ['971', 'FR-GP'], ['972', 'FR-MQ'], ['973', 'FR-GF'], ['974', 'FR-RE'], ['976', 'FR-YT'],
]

/** ISO country codes whose rules are another's. */
export const COUNTRY_PLACES: Readonly<Record<string, string>> = {
  GG: 'GB', IM: 'GB', JE: 'GB',
  GP: 'FR-GP', BL: 'FR-GP', MF: 'FR-GP', MQ: 'FR-MQ', GF: 'FR-GF', RE: 'FR-RE', YT: 'FR-YT', PM: 'FR',
}
