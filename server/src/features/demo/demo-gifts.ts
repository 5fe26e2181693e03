import type { GiftCategory } from '@linli/shared/gifts';

export interface DemoGift {
  name: string;
  unit: string;
  about: string;
  category: GiftCategory;
  isService: boolean;
  /** A drawing of the mini-program (miniapp/src/art). */
  drawing: string;
  price: number;
  monthlyLimit: number;
  /** Pieces a month's delivery brings; services are places. */
  delivery: number;
  valueFen: number;
}

const good = (
  name: string, unit: string, category: GiftCategory, drawing: string, price: number, monthlyLimit: number, delivery: number, about = '',
): DemoGift => ({ name, unit, about, category, isService: false, drawing, price, monthlyLimit, delivery, valueFen: price * 100 }); // prettier-ignore

const service = (name: string, drawing: string, price: number, delivery: number, about: string): DemoGift => ({
  name, unit: '次', about, category: 'service', isService: true, drawing, price, monthlyLimit: 2, delivery, valueFen: 0,
}); // prettier-ignore

/** The 30 items of domain.md 8, in the order of a store's list. */
export const demoGifts: readonly DemoGift[] = [
  good('食用油 1.8 升', '桶', 'grain', 'oil', 35, 1, 40, '非转基因菜籽油'),
  good('大米 5 公斤', '袋', 'grain', 'rice', 40, 1, 30),
  good('鸡蛋 30 枚', '板', 'grain', 'eggs', 25, 1, 24),
  service('理发 1 次', 'hair', 10, 30, '周六上午在老年活动室，理发师自愿服务'),
  good('抽纸 1 提', '提', 'daily', 'tissue', 12, 2, 40),
  service('血压血糖检测', 'bp', 5, 40, '卫生服务站护士，每周二上午'),
  good('洗衣液 2 公斤', '瓶', 'daily', 'wash', 25, 1, 30),
  good('面粉 2.5 公斤', '袋', 'grain', 'flour', 20, 1, 24),
  good('食盐', '袋', 'grain', 'salt', 3, 3, 60),
  good('洗洁精', '瓶', 'daily', 'dish-liquid', 10, 2, 36),
  good('香皂', '块', 'daily', 'soap', 5, 3, 60),
  good('牙膏', '支', 'daily', 'toothpaste', 8, 2, 48),
  good('毛巾', '条', 'daily', 'towel', 8, 2, 48),
  good('垃圾袋', '卷', 'daily', 'bin-bags', 5, 3, 60),
  service('手机教学 1 次', 'phone', 5, 30, '志愿者一对一，教到会为止'),
  service('家电小修', 'repair', 20, 12, '电饭煲、风扇、灯具，材料另算'),
  good('雨伞', '把', 'home', 'umbrella', 20, 1, 12),
  good('保温杯', '个', 'home', 'flask', 40, 1, 8),
  good('手电筒', '支', 'home', 'torch', 15, 1, 12),
  good('折叠凳', '张', 'home', 'stool', 30, 1, 8),
  good('电热水壶', '个', 'home', 'kettle', 120, 1, 0),
  good('电压力锅', '个', 'home', 'pressure-cooker', 260, 1, 1),
  good('笔记本文具', '套', 'study', 'stationery', 6, 2, 30),
  good('儿童图书', '本', 'study', 'book', 15, 2, 20),
  service('擦窗家政 1 小时', 'housework', 30, 8, '两位志愿者上门，先电话约时间'),
  service('公益拍照', 'portrait', 10, 16, '每月一次，照片当场给您'),
  service('磨刀配钥匙', 'knife-key', 5, 20, '每月 15 日在 3 栋门口'),
  service('代办跑腿 1 次', 'errand', 8, 16, '取药、交表、买菜，志愿者代跑'),
  service('长者午餐券', 'elder-lunch', 12, 40, '社区食堂，60 岁以上'),
  service('工具借用', 'tool-loan', 0, 20, '电钻、梯子、手推车，借 3 天'),
];
