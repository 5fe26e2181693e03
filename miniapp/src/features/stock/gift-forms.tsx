import {
  donorPurposeNames,
  donorPurposes,
  type DonorPurpose,
  giftCategories,
  type GiftCategory,
  giftCategoryNames,
  receiveStock,
  saveGift,
  setPrice,
  type StockRow,
  type StockSource,
  stockSourceNames,
  stockSources,
} from '@linli/shared/gifts';
import { addDays, dayOf } from '@linli/shared/time';
import { View } from '@tarojs/components';

import { art, type ArtName } from '@/art';
import { Art } from '@/components/art';
import { classes } from '@/components/classes';
import { DateField, PickerField, SwitchField, TextField } from '@/components/field';
import { Pressable } from '@/components/pressable';
import { FormPanel, numberOf } from '@/features/workbench/form';
import { a11y } from '@/lib/a11y';
import { send } from '@/lib/api';
import { useDraft } from '@/lib/draft';
import { queryClient } from '@/lib/query';
import { useAct } from '@/lib/use-act';

import './stock.scss';

const optionsOf = <T extends string>(names: readonly T[], texts: Record<T, string>) =>
  names.map((value) => ({ value, text: texts[value] }));

/** Everything that shows gifts or stock asks again. */
function refreshShelf() {
  for (const name of ['stock', 'gifts', 'gift']) void queryClient.invalidateQueries({ queryKey: [name] });
}

interface FormProps<T> {
  onDone: (done: T) => void;
  onClose: () => void;
}

const emptyBatch = {
  quantity: '',
  source: 'bought' as StockSource,
  donor: '',
  purpose: 'anyone' as DonorPurpose,
  yuan: '',
  expires: false,
  expiresOn: '',
};

/** A batch comes in: bought, given or aid; for whom, and until when it is good. */
export function ReceiveForm({
  row,
  onDone,
  onClose,
}: FormProps<StockRow> & { row: Pick<StockRow, 'giftId' | 'name' | 'unit'> }) {
  const { value, set, clear, savedAt } = useDraft(`batch:${row.giftId}`, emptyBatch);
  const receiving = useAct((_: void, requestKey) =>
    send(receiveStock, {
      giftId: row.giftId,
      quantity: numberOf(value.quantity),
      source: value.source,
      donor: value.source === 'bought' ? '' : value.donor,
      purpose: value.source === 'bought' ? 'anyone' : value.purpose,
      // The books count in fen, people in yuan; nothing typed is worth nothing.
      unitValueFen: value.yuan.trim() ? Math.round(numberOf(value.yuan) * 100) : 0,
      expiresOn: value.expires ? value.expiresOn : null,
      requestKey,
    }),
  );
  const fields = receiving.error?.fields ?? {};
  const given = value.source !== 'bought';
  return (
    <FormPanel
      overline="进货"
      title={row.name}
      error={receiving.error}
      yes={value.quantity.trim() ? `进 ${value.quantity.trim()} ${row.unit}` : '进货'}
      savedAt={savedAt}
      onClose={onClose}
      onYes={async () => {
        const after = await receiving.run();
        if (!after) return;
        clear();
        refreshShelf();
        onDone(after);
      }}
    >
      <TextField
        label={`数量（${row.unit}）`}
        type="number"
        value={value.quantity}
        onChange={(quantity) => set({ quantity })}
        error={fields.quantity}
      />
      <PickerField
        label="来源"
        options={optionsOf(stockSourceNames, stockSources)}
        value={value.source}
        onChange={(source) => set({ source })}
        error={fields.source}
      />
      {given && (
        <>
          <TextField
            label={value.source === 'donated' ? '谁捐的' : '哪里拨的'}
            value={value.donor}
            onChange={(donor) => set({ donor })}
            error={fields.donor}
            hint="写单位或姓名，月底要公开"
          />
          <PickerField
            label="捐赠人要求给谁"
            options={optionsOf(donorPurposeNames, donorPurposes)}
            value={value.purpose}
            onChange={(purpose) => set({ purpose })}
            error={fields.purpose}
          />
        </>
      )}
      <TextField
        label="单价（元）"
        value={value.yuan}
        onChange={(yuan) => set({ yuan })}
        error={fields.unitValueFen}
        hint="只记账用，居民看不到；不知道可以不填"
      />
      <SwitchField label="有保质期" checked={value.expires} onChange={(expires) => set({ expires })} />
      {value.expires && (
        <DateField
          label="到期日"
          value={value.expiresOn}
          onChange={(expiresOn) => set({ expiresOn })}
          error={fields.expiresOn}
        />
      )}
    </FormPanel>
  );
}

/** A new price from a day after today; what is ordered already keeps its price. */
export function PriceForm({
  gift,
  onDone,
  onClose,
}: FormProps<string> & { gift: { id: string; name: string; price: number } }) {
  const tomorrow = addDays(dayOf(Date.now()), 1);
  const { value, set, clear, savedAt } = useDraft(`price:${gift.id}`, { price: '', from: tomorrow });
  const pricing = useAct((_: void) =>
    send(setPrice, { id: gift.id, price: numberOf(value.price), from: value.from }),
  );
  const fields = pricing.error?.fields ?? {};
  return (
    <FormPanel
      overline={`改价，现在 ${gift.price} 分`}
      title={gift.name}
      remark="已经兑换、还没领的，按原来的分算。新价格从明天以后开始。"
      error={pricing.error}
      yes="改价"
      savedAt={savedAt}
      onClose={onClose}
      onYes={async () => {
        if (!(await pricing.run())) return;
        clear();
        refreshShelf();
        onDone(value.from);
      }}
    >
      <TextField
        label="新价格（分）"
        type="number"
        value={value.price}
        onChange={(price) => set({ price })}
        error={fields.price}
      />
      <DateField
        label="从哪天起"
        value={value.from}
        earliest={tomorrow}
        onChange={(from) => set({ from })}
        error={fields.from}
      />
    </FormPanel>
  );
}

const drawings = (Object.keys(art) as ArtName[]).filter(
  (name) => !name.startsWith('state-') && name !== 'brand',
);

const emptyGift = {
  name: '',
  unit: '',
  about: '',
  category: '' as GiftCategory | '',
  isService: false,
  drawing: 'gift-box',
  price: '',
  monthlyLimit: '1',
};

/** A gift or a service that was not on the list before. */
export function NewGiftForm({ storeId, onDone, onClose }: FormProps<string> & { storeId: string }) {
  const { value, set, clear, savedAt } = useDraft(`gift:${storeId}`, emptyGift);
  const saving = useAct((_: void, requestKey) =>
    send(saveGift, {
      ...value,
      storeId,
      category: value.category as GiftCategory,
      price: numberOf(value.price),
      monthlyLimit: numberOf(value.monthlyLimit),
      requestKey,
    }),
  );
  const fields = saving.error?.fields ?? {};
  return (
    <FormPanel
      overline="新礼品"
      title={value.name || '还没写名称'}
      error={saving.error}
      yes="加到价目表"
      savedAt={savedAt}
      onClose={onClose}
      onYes={async () => {
        const gift = await saving.run();
        if (!gift) return;
        clear();
        refreshShelf();
        onDone(gift.id);
      }}
    >
      <TextField
        label="名称"
        value={value.name}
        maxLength={40}
        placeholder="例如 食用油 1.8 升"
        onChange={(name) => set({ name })}
        error={fields.name}
      />
      <TextField
        label="单位"
        value={value.unit}
        maxLength={8}
        placeholder="桶、袋、次"
        onChange={(unit) => set({ unit })}
        error={fields.unit}
      />
      <PickerField
        label="类别"
        options={optionsOf(giftCategoryNames, giftCategories)}
        value={value.category}
        onChange={(category) => set({ category, isService: category === 'service' })}
        error={fields.category}
      />
      <TextField
        label="价格（分）"
        type="number"
        value={value.price}
        onChange={(price) => set({ price })}
        error={fields.price}
      />
      <TextField
        label="每人每月最多"
        type="number"
        value={value.monthlyLimit}
        onChange={(monthlyLimit) => set({ monthlyLimit })}
        error={fields.monthlyLimit}
      />
      <TextField
        label="说明"
        value={value.about}
        placeholder="可以不写"
        onChange={(about) => set({ about })}
        error={fields.about}
      />
      <SwitchField
        label="是服务，不是东西"
        hint="例如理发、修电器"
        checked={value.isService}
        onChange={(isService) => set({ isService })}
      />
      <View className="field">
        <View className="field-label">图画</View>
        <View className="stock-drawings" {...a11y({ role: 'radiogroup', label: '图画' })}>
          {drawings.map((name, index) => (
            <Pressable
              key={name}
              className={classes('stock-drawing', value.drawing === name && 'on')}
              role="radio"
              label={`第 ${index + 1} 幅`}
              checked={value.drawing === name}
              onTap={() => set({ drawing: name })}
            >
              <Art name={name} size="thumb" />
            </Pressable>
          ))}
        </View>
      </View>
    </FormPanel>
  );
}
