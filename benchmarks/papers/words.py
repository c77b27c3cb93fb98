"""Chinese prose of plans and contracts from word lists: always new, always the same for one seed."""

import random

SUBJECTS = (
    "统一身份认证平台", "政务服务门户", "数据共享交换系统", "综合指挥调度中心", "电子证照库", "应急值守子系统",
    "视频汇聚网关", "城市运行体征看板", "公文流转模块", "信用信息归集库", "基层治理一张图", "医保结算前置机",
    "不动产登记接口", "物联感知网络", "区级政务云资源池", "安全运营中心", "档案数字化工作站", "网格化管理终端",
    "移动办公客户端", "水利监测站网", "交通信号优化引擎", "教育资源目录", "养老服务热线", "知识图谱引擎",
    "日志审计设备", "灾备机房", "密码服务中间件", "运维服务台", "数据治理工具集", "API网关", "Kubernetes集群",
    "GIS底图服务",
)  # fmt: skip
VERBS = (
    "负责汇集", "逐步替换", "统一提供", "按日同步", "集中管理", "在线核验", "自动分发", "分级展示", "定期归档",
    "实时监测", "协同处置", "全程留痕记录", "按需调用", "批量清洗", "比对校正", "加密传输", "联合校核", "分类标注",
)  # fmt: skip
OBJECTS = (
    "人口基础信息", "法人登记信息", "事项办理结果", "感知设备状态", "窗口排队数据", "工单处理进度", "证照签发记录",
    "地理空间要素", "预算执行明细", "舆情线索", "危险源台账", "学籍变动信息", "就诊索引", "水位雨量数据",
    "停车泊位信息", "企业诉求", "河道巡查影像", "项目进度节点", "访问控制策略", "密钥使用记录", "资产清册",
    "元数据目录", "接口调用日志", "告警事件",
)  # fmt: skip
PLACES = (
    "各镇街便民服务大厅", "市区两级业务部门", "现有电子政务外网", "信创终端环境", "互联网出口区域", "同城备份机房",
    "大数据平台的贴源层", "城市运行管理现场", "村居服务站点", "行政审批窗口", "公共视频专网", "统一运维监控大屏",
)  # fmt: skip
WAYS = (
    "采用微服务架构", "依托已有云资源", "遵循统一的编码规则", "通过消息队列解耦", "按照最小授权原则",
    "结合业务峰谷规律", "在不影响现网的前提下", "以清单方式", "由专人值守", "借助规则引擎", "经脱敏处理后",
    "在征得业务主管同意后", "参照《城市信息模型基础平台技术导则》", "利用RESTful接口", "以灰度发布的方式",
)  # fmt: skip
AIMS = (
    "缩短群众办事等待时间", "减少重复填报", "避免形成新的信息孤岛", "支撑分析研判", "满足等级保护三级要求",
    "提高设备利用率", "降低日常维护成本", "保证数据口径一致", "便于后期扩展", "形成可复用的能力", "实现“一网统管”",
    "压减纸质材料", "提升应急响应速度", "让基层少跑腿",
)  # fmt: skip
CLAUSES = (
    "{way}，{subject}在{place}{verb}{object}，{aim}", "为{aim}，{subject}{way}{verb}{object}",
    "{place}现有{number}台终端接入{subject}，日均产生{object}约{number}条，峰值并发{number}次",
    "{subject}与{subject2}之间{verb}{object}，数据延迟不超过{small}分钟，可用性达到{percent}%",
    "调研显示，{place}的{object}仍由人工汇总，平均每月耗时{small}个工作日，{subject}上线后可{aim}",
    "{subject}（版本V{small}.{digit}）部署于{place}，{way}完成{object}的{verb2}",
    "针对{object}来源分散、口径不一的问题，{way}，由{subject}{verb}，并在{place}设置{small}处采集点",
    "{object}的更新周期由每{small}天缩短为每{digit}小时，{aim}",
    "{subject}应当支持IPv6访问，接口响应时间控制在{number}ms以内，{way}{aim}",
    "存储容量按{number}TB规划，保留{small}个月的{object}，其中热数据占{percent}%",
)  # fmt: skip
TAILS = (
    "；{place}不再单独建设", "，并由{subject2}提供支撑", "，相关日志保存{small}个月", "；确有困难的，可分两批实施",
    "，具体范围以调研确认的清单为准", "", "", "", "",
)  # fmt: skip
TITLE_HEADS = (
    "数据资源", "业务流程", "基础网络", "应用系统", "安全防护", "运行维护", "组织机构", "人员培训", "设备选型",
    "接口规范", "部署方式", "需求分析", "性能指标", "现状评估", "建设目标", "技术路线", "质量控制", "进度安排",
    "风险应对", "效益评价", "机房环境", "存储备份", "终端适配", "权限体系", "数据治理", "知识管理", "视频汇聚",
    "指挥调度", "档案管理", "移动应用",
)  # fmt: skip
TITLE_TAILS = (
    "总体设计", "建设内容", "实施要点", "现状与问题", "配置方案", "分工与职责", "测算依据", "保障措施", "技术要求",
    "主要任务", "设计原则", "功能说明", "改造思路", "对接方案", "管理机制",
)  # fmt: skip
GOODS = (
    "应用服务器", "数据库服务器", "分布式存储节点", "核心交换机", "接入交换机", "下一代防火墙", "入侵防御设备",
    "堡垒机", "数据库审计系统", "负载均衡器", "高清会议终端", "拼接显示单元", "视频解码器", "国产操作系统授权",
    "国产数据库授权", "中间件授权", "备份一体机", "不间断电源", "精密空调", "机柜", "光纤模块", "无线接入点",
    "自助服务终端", "高拍仪", "移动执法终端", "签名验签服务器", "时间戳服务器", "日志审计系统", "漏洞扫描系统",
    "流程引擎开发", "数据接口开发", "报表组件开发", "历史数据迁移", "系统集成服务", "等级保护测评", "密码应用评估",
    "项目监理", "用户培训", "驻场运维",
)  # fmt: skip
GROUPS = (
    "硬件设备购置", "基础软件购置", "应用软件开发", "网络设备购置", "安全设备购置", "机房配套工程", "数据资源建设",
    "系统集成与调试", "第三方服务", "运行维护服务",
)  # fmt: skip
SPECS = (
    "{cores}核处理器，{memory}GB内存，{disk}×{size}TB硬盘", "{ports}个千兆电口，{digit}个万兆光口，冗余电源",
    "并发会话不少于{number}万，吞吐量{digit}Gbps", "按{small}名用户授权，含{digit}年版本升级",
    "含需求调研、开发、测试与上线，折合{small}人月", "{size}英寸，分辨率3840×2160", "支持国密SM2/SM3/SM4算法",
    "机架式{digit}U，{memory}GB缓存，双控制器", "详见技术规格书第{small}项",
    "覆盖{small}个部门、{number}张数据表的清洗与入库", "标准配置",
)  # fmt: skip
STATEMENTS = (
    "质保期为项目竣工验收合格之日起{years}年，质保期内免费维护，{aim}。",
    "本项目建设周期为{small}个月，自合同签订之日起计算。",
    "项目形成的软件、文档和数据资源，其知识产权归建设单位所有，{subject}的源代码一并移交。",
    "合同签订后{digit}个工作日内支付合同价款的{small}%，其余款项待{subject}通过验收后支付。",
    "{subject}的数据通过共享交换平台向有关部门共享，编制共享清单并每{digit}个月更新一次。",
    "{place}采用商用密码技术保护{object}，密码应用方案由第三方评估。",
)  # fmt: skip
UNITS = ("台", "套", "项", "个", "人月", "组", "年")


class Writer:
    """Writes sentences, titles and names of goods; one writer never gives the same paragraph twice."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  (nothing here is secret)
        self._count = 0

    def sentence(self) -> str:
        """Return one sentence with its full stop."""
        return self._filled(self._pick(CLAUSES) + self._pick(TAILS)) + "。"

    def paragraph(self) -> str:
        """Return a paragraph of one to six sentences, different from every other of this writer."""
        self._count += 1
        count = self.random.choice((1, 2, 2, 3, 3, 4, 6))
        opening = self._filled("{subject}第{serial}号事项：" if self.random.random() < 0.1 else "")
        return opening + "".join(self.sentence() for _ in range(count))

    def statement(self) -> str:
        """Return a paragraph that says something a rule asks for: a period, an owner, a share, a plan."""
        return self._filled(self._pick(STATEMENTS)) + self.sentence()

    def item(self) -> str:
        """Return the text of an item of a list: a name, then what is to be done."""
        return self._filled("{subject}的{object}{verb2}，{way}，{aim}") + "；"

    def title(self) -> str:
        """Return the title of a chapter or section."""
        return self._pick(TITLE_HEADS) + self._pick(TITLE_TAILS)

    def spec(self) -> str:
        """Return the specification of a good."""
        return self._filled(self._pick(SPECS))

    def pick(self, options: tuple[str, ...]) -> str:
        """Return one of the options."""
        return self._pick(options)

    def _pick(self, options: tuple[str, ...]) -> str:
        return self.random.choice(options)

    def _filled(self, pattern: str) -> str:
        draw = self.random
        return pattern.format(
            subject=self._pick(SUBJECTS),
            subject2=self._pick(SUBJECTS),
            verb=self._pick(VERBS),
            verb2=self._pick(("归集", "治理", "展示", "交换", "核查", "备份", "调度")),
            object=self._pick(OBJECTS),
            place=self._pick(PLACES),
            way=self._pick(WAYS),
            aim=self._pick(AIMS),
            number=draw.choice((f"{draw.randrange(120, 980)}", f"{draw.randrange(1, 9)},{draw.randrange(100, 999)}")),
            small=draw.randrange(2, 60),
            digit=draw.randrange(1, 9),
            years=draw.choice("一二三"),
            percent=f"{draw.randrange(90, 99)}.{draw.randrange(1, 9)}",
            serial=self._count,
            cores=draw.choice((16, 32, 48, 64)),
            memory=draw.choice((64, 128, 256, 512)),
            disk=draw.randrange(2, 12),
            size=draw.choice((2, 4, 8, 24, 55)),
            ports=draw.choice((24, 48)),
        )
