import { useRouter } from '@tarojs/taro';

import { Desk } from './desk';
import { Phone } from './phone';

/** Every component in every state. `?part=desk` shows the staff page; the rest is one long phone page. */
export default function Gallery() {
  return useRouter().params.part === 'desk' ? <Desk /> : <Phone />;
}
