import path from 'node:path';

import type { IPluginContext } from '@tarojs/service';

import { ariaComponents } from './aria-components.ts';

/**
 * Taro's WeChat templates drop every `aria-*` attribute. This adds them to the components we use,
 * in the compiled templates and (by the runtime file) in the table the running code reads.
 */
export default function aria(ctx: IPluginContext) {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn(platform: {
      template: { mergeComponents(ctx: IPluginContext, patch: object): void };
      runtimePath: string | string[];
    }) {
      platform.template.mergeComponents(ctx, ariaComponents);
      platform.runtimePath = [platform.runtimePath, path.resolve(__dirname, 'aria-runtime.ts')].flat();
    },
  });
}
