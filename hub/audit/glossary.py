"""Chinese words for what stands in the audit: deeds, tables, columns and coded values of the core."""

from __future__ import annotations

from hub.i18n import _l, _lp

ACTIONS = {
    "create": _l("新增"), "update": _l("修改"), "delete": _l("删除"), "bulk": _l("批量处理"),
    "erase": _l("删除个人资料"), "retention": _l("到期清理"), "undo": _l("撤销"), "export": _l("导出"),
    "password_reset": _l("重置密码"), "void": _l("作废"), "merge": _l("合并"), "sign_in": _l("登录"),
    "lock": _l("锁定"), "purge": _l("清除"), "backup": _l("备份"), "download": _l("下载"), "reseal": _l("重新封存"),
    "key_rotated": _l("更换密钥"),
    "glass": _l("紧急查看"),
    "import": _l("导入名单"), "import_undone": _l("撤销导入"),
    "open_page": _l("打开对外公告"), "close_page": _l("关闭对外公告"),
}  # fmt: skip
TABLES = {
    "village": _l("村"), "season": _l("季节作息"), "calendar_day": _lp("one", "节假日"), "room": _lp("one", "功能室"),
    "equipment": _lp("one", "设备"), "opening": _lp("one", "开关门记录"), "door_count": _l("门口人数"),
    "user": _lp("one", "账号"), "membership": _l("岗位"), "sign_in": _l("登录记录"), "unknown_name": _l("没有的账号"), "resident": _lp("one", "居民"),
    "resident_key": _l("居民检索"), "visit": _lp("one", "来访"), "visit_day": _l("来访日统计"),
    "audit_entry": _l("操作记录"), "audit_seal": _l("操作记录的封条"), "audit_head": _l("操作记录的封条"),
    "month_lock": _l("月报锁定"), "report_template": _l("月报模板"),
    "import_batch": _l("导入的名单"), "import_row": _l("待导入的行"), "import_made": _l("导入的记录"),
    "public_page": _l("对外公告"), "retention_run": _l("到期清理"),
    "backup": _l("备份"), "point_account": _l("积分账户"), "point_entry": _l("积分流水"),
    "confidential_key": _l("保密室的密钥"), "sealed_read": _l("保密记录的查看"),
    "trust_request": _l("保密室的权限"), "role_notice": _l("保密室的通知"), "glass_break": _l("紧急查看"),
}  # fmt: skip
COLUMNS = {
    "gone": _l("走了的人数"), "arriving": _l("还在导入"),
    "name": _l("名称"), "town": _l("乡镇"), "centre_name": _l("中心名称"), "address": _l("地址"),
    "floor_area": _l("面积"), "population": _l("人口"), "time_zone": _l("时区"), "phone": _l("电话"),
    "route": _l("路线"), "aims": _l("目标"), "principle": _l("建设原则"), "active": _l("启用"),
    "created_at": _l("建立时间"), "starts_month": _l("开始月份"), "starts_day": _l("开始日"),
    "opens": _lp("hours", "开门"), "closes": _lp("hours", "关门"), "day": _l("日期"), "kind": _l("类别"),
    "closed": _l("全天关闭"), "open": _lp("state", "打开"), "key": _l("代号"), "icon": _l("图标"),
    "purpose": _l("事由"),
    "used_for": _l("用来做什么"), "enabled": _lp("state", "开通"), "place": _l("顺序"), "warn_above": _l("提醒人数"),
    "refuse_above": _l("上限人数"), "stay_minutes": _l("停留分钟"), "hours": _l("开放时间"),
    "room_id": _lp("one", "功能室"), "quantity": _l("数量"), "condition": _l("状况"), "note": _l("备注"),
    "checked_on": _l("检查日期"), "opened_at": _l("开门时间"), "closed_at": _l("关门时间"),
    "opened_by_id": _l("开门人"), "closed_by_id": _l("关门人"), "heads": _l("人数"),
    "counted_at": _l("清点时间"), "username": _l("用户名"), "must_change_password": _l("须改密码"),
    "town_admin": _l("镇管理员"), "lang": _l("语言"), "failures": _l("输错次数"),
    "locked_until": _l("锁定到"), "user_id": _lp("one", "账号"), "role": _l("角色"), "rooms": _l("所管功能室"),
    "group": _l("村民小组"), "consent_on": _l("同意日期"), "last_used_on": _l("最近用到"),
    "merged_into_id": _l("合并到"), "erased_at": _l("删除资料时间"), "started_at": _l("开始"),
    "ended_at": _l("结束"), "resident_id": _lp("one", "居民"), "recorded_by_id": _l("登记人"),
    "recorded_at": _l("登记时间"), "late": _l("补录"), "override_reason": _l("超员原因"),
    "source_type": _l("来源"), "source_id": _l("来源编号"), "state": _l("状态"), "reason": _l("原因"),
    "rows": _l("条数"), "rule": _l("规则"), "count": _l("条数"), "size": _l("大小"), "file": _l("文件"),
    "balance": _l("余额"), "version": _l("版本"), "month": _lp("one", "月份"), "locked_at": _l("锁定时间"),
    "locked_by_id": _l("锁定人"), "uploaded_at": _l("上传时间"), "uploaded_by_id": _l("上传人"),
    "corrected_at": _l("补记时间"), "figures": _l("锁定的数字"), "content": _l("文件内容"),
    "beat_at": _l("最近进展"), "total": _l("总行数"),
    "good": _l("可以导入"), "bad": _l("有问题"), "known": _l("已经有了"),
    "findings": _l("检查结果"),
    "batch_id": _l("导入的名单"), "number": _l("编号"), "table": _l("名单"),
    "record_id": _l("记录编号"), "ran_at": _l("清理时间"), "rules": _l("规则"), "report": _l("结果"),
    "code_salt": _l("网址的码"), "code_hash": _l("网址的码"),
    "sheet": _l("名单"),
    "account_id": _l("积分账户"), "seq": _l("序号"), "amount": _l("积分"), "balance_after": _l("记后余额"),
    "text": _l("摘要"), "reverses_id": _l("冲回哪一笔"), "posted_at": _l("入账时间"), "posted_by_id": _l("入账人"),
    "made_at": _l("建立时间"), "done_at": _l("停用时间"), "record_key": _l("封存位置"),
    "trusted": _l("确认过的保密室"), "glass_room": _l("紧急查看的保密室"), "glass_until": _l("紧急查看到"),
    "why": _l("原因"), "room": _lp("one", "功能室"), "asked_by_id": _l("提出人"), "asked_at": _l("提出时间"),
    "answered_by_id": _l("确认人"),
    "answered_at": _l("确认时间"), "agreed": _l("同意"), "until": _l("到"), "at": _l("时间"),
}  # fmt: skip
NAMES = {  # of people, who have no 名称
    "resident": _l("姓名"), "user": _l("姓名"),
}  # fmt: skip
VALUES = {
    "retention": _l("到期清理"), "erase": _l("删除个人资料"), "erasure": _l("删除个人资料"),
    "earn": _l("挣得"), "spend": _l("花掉"), "reverse": _l("冲回"), "carry": _l("结转"), "merge": _l("合并"),
    "close": _l("结清"),
    "emptied": _l("都走了"),
    "good": _l("完好"), "worn": _l("磨损"), "broken": _l("损坏"), "away": _l("不在"),
    "centre": _l("随中心"), "always": _l("全天"), "own": _l("单独设定"), "holiday": _l("放假"),
    "workday": _l("上班"), "secretary": _l("村书记"), "keeper": _l("室管员"), "reader": _l("查阅人员"),
    "first": _l("第一位室管员"), "named": _l("指定"), "removed": _l("不再管"), "reset": _l("重设密码"),
    "visit": _lp("one", "来访"), "zh_Hans_CN": _l("中文"), "en": "English",
}  # fmt: skip
