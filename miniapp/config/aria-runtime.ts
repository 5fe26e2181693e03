import { mergeInternalComponents } from '@tarojs/shared';

import { ariaComponents } from './aria-components';

mergeInternalComponents(ariaComponents);
