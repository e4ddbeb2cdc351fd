"""What in the records of the tip line proves that points of the directive are served."""

from buuan.kit.proof import Proof

PROOF = (
    Proof("tips.received", ("2a",), "Người dân báo tin qua đường dây do Công an tỉnh lập và vận động tham gia."),
    Proof("tips.passed", ("2d",), "Đầu mối đọc tin báo của người dân và lập báo cáo nghi vấn.", clocks=("tips.answer",)),
    Proof("tips.declined", ("2d",), "Đầu mối đọc tin báo của người dân và trả lời lý do không xử lý."),
)
