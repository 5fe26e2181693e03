import type { Cipher } from '../../common/cipher.js';
import { likeText, type SqlValue } from '../../database/database.js';

import { searchMeant } from './residents.rules.js';

export const phonePlace = 'residents.phone';

/** A WHERE piece for what somebody typed into a search box, over the alias `r` of `residents`. */
export function matching(cipher: Cipher, typed: string | undefined): { sql: string; parameters: SqlValue[] } {
  const search = searchMeant(typed);
  switch (search.by) {
    case 'all':
      return { sql: '1 = 1', parameters: [] };
    case 'phone':
      return { sql: 'r.phone_hash = ?', parameters: [cipher.blindIndex(phonePlace, search.phone)] };
    case 'passbook':
      return { sql: 'r.passbook_no = ?', parameters: [search.passbookNo] };
    case 'passbookTail':
      return { sql: 'r.passbook_no LIKE ?', parameters: [`%${search.tail}`] };
    case 'name':
      return { sql: "r.name LIKE ? ESCAPE '!'", parameters: [`%${likeText(search.part)}%`] };
  }
}
