"""The words by which an owner is found in a Vietnamese heading: how bodies begin, what stands in their names, where tasks begin.

Data only. All is folded (no diacritics, small letters), so that a paper typed without diacritics is read alike; the few
single words that folding would confuse with others are given with their diacritics in `TASK_WORDS_AS_PRINTED`.
"""

from __future__ import annotations


def _table(text: str) -> frozenset[tuple[str, ...]]:
    """Give the comma-separated phrases of `text`, each as its words."""
    return frozenset(tuple(phrase.split()) for phrase in text.replace("\n", " ").split(",") if phrase.strip())


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    """Give the two halves of each of the names in `text`, which are parted by semicolons."""
    halves = (name.partition(" - ") for name in " ".join(text.split()).split(";"))
    return frozenset((first.strip(), second.strip()) for first, _, second in halves)


def _single(text: str) -> frozenset[str]:
    """Give the words of `text`."""
    return frozenset(text.split())


# What a paper puts before the body that it orders ("Giao Sở Y tế …", "Trách nhiệm của Công an tỉnh").
ASSIGNMENTS = _table(
    """giao nhiem vu cho, giao trach nhiem cho, giao trach nhiem, giao cho, giao, yeu cau, de nghi, kinh de nghi, tran
    trong de nghi, phan cong, uy quyen cho, trach nhiem cua, nhiem vu cua, trach nhiem, doi voi, ve phia, dong thoi
    giao, dong thoi yeu cau, dong thoi de nghi"""
)

# How the name of a body or of its head begins. A body whose first word is an everyday word as well stands in the next table.
BEGINNINGS = _table(
    """cong an, uy ban, ubnd, hdnd, hoi dong nhan dan, ubmttq, mttq, mat tran to quoc, chu tich, pho chu tich, giam
    doc, pho giam doc, tong giam doc, thu truong, chanh van phong, chanh thanh tra, truong ban, truong phong, hieu
    truong, cuc truong, chi cuc truong, nguoi dung dau, bi thu, tu lenh, chi huy truong, van phong, thanh tra tinh,
    thanh tra thanh pho, thanh tra so, thanh tra huyen, chi cuc, tong cuc, hai quan, quan ly thi truong, luc luong,
    bo doi bien phong, bo doi, bo chi huy, bo tu lenh, bao hiem xa hoi, kho bac, ngan hang, buu dien, vnpt, viettel,
    doanh nghiep, cong ty, tong cong ty, tap doan, hop tac xa, hiep hoi, lien doan, lien minh, lien hiep, to chuc,
    co quan, don vi, dia phuong, chinh quyen, chu dau tu, chu co so, chu phuong tien, chu ho, chu rung, chu ho chua,
    chu dap, ban quan ly, ban chi dao, ban chi huy, ban can su, ban thuong vu, ban chap hanh, ban to chuc, ban tuyen
    giao, ban noi chinh, trung tam, hat kiem lam, dai phat thanh, dai truyen thanh, dai truyen hinh, dai khi tuong,
    toa an, vien kiem sat, cuc thue, cuc thong ke, cuc quan ly, cuc hai quan, cuc thi hanh an, quan khu, nha truong,
    nha mang, nha thau, benh vien, truong hoc, truong mam non, truong tieu hoc, truong trung hoc, truong dai hoc,
    truong cao dang, ca nhan, ho gia dinh, ho kinh doanh, nguoi dan, nhan dan, nong dan, nguoi su dung, can bo, cong
    chuc, dong chi, dang uy, tinh uy, huyen uy, thanh uy, thuong truc, tinh doan, doan thanh nien, hoi nong dan, hoi
    phu nu, hoi lien hiep, hoi cuu chien binh, to cong tac, to dan pho, doi quan ly, doi kiem tra, doi canh sat,
    canh sat, phong canh sat, phong chuyen mon, phong van hoa, phong kinh te, dien luc, xi nghiep, nha may, so ban
    nganh, ban nganh, tong dai, nganh"""
)

# Everyday words that begin a body's name only where a capital follows: "Sở Y tế", "Báo Thanh Hóa", but "báo cáo", "ban hành".
BEGINNINGS_BEFORE_CAPITAL = _single("""so ban bo phong hoi doan bao dai vien truong cuc toa to doi khoa tram xa phuong huyen""")
# In a heading set in capitals every word has one, so these are known to be something else.
NOT_BEGINNINGS = _table(
    """ban hanh, phong chay, phong chong, phong ngua, bao cao, bao dam, bao ve, bao quan, doan ket, truong hop, hoi
    nghi, hoi hop, bo sung, bo tri, bo cuc, to chuc thuc hien, to chuc trien khai, to chuc tuyen truyen, to chuc
    kiem tra, to chuc quan triet, to chuc thong tin, doi moi, doi voi, dai hoi, vien dan, cuc bo, so ket, so luong,
    so lieu, don vi tinh, co quan dieu tra, trung tam cua, can bo chu chot, to chuc hoi nghi, to chuc ra soat, to
    chuc tong ket, to chuc so ket, don doc, phuong an, phuong huong, phuong tien, phuong thuc, phuong cham, khoa
    hoc, nganh nghe, to chuc lai, bao gom, bo may, luc luong lao dong thi"""
)

# "Các …", "mọi …": a group of bodies, if one of these follows.
GROUP_WORDS = _single("cac nhung moi tat toan tung")
GROUPS = _table(
    """so, ban, nganh, bo, co quan, don vi, to chuc, doanh nghiep, dia phuong, huyen, xa, phuong, thi xa, thi tran,
    thanh pho, quan, truong, co so, ho, chu, ca nhan, hoi, doan the, cong ty, phong, cuc, chi cuc, lanh dao, nha
    thau, nha mang, hop tac xa, khu cong nghiep, ngan hang, luc luong, dong chi, benh vien, ban quan ly, to chuc
    chinh tri, tap doan, tong cong ty, doi, to, trung tam, nha truong, chu dau tu, nguoi dan, thanh vien, uy ban,
    ubnd, cap, chi nhanh, buu cuc, dai ly, cap uy, hiep hoi, cap chinh quyen, chu phuong tien, lang, thon, khu pho,
    co quan bao chi, bao, dai, ban nganh"""
)

# Where the task begins: the owner ends before the first of these that is printed with a small letter.
TASKS = _table(
    """chu tri, chu dong, chu trong, phoi hop, co trach nhiem, chiu trach nhiem, co nhiem vu, tang cuong, tiep tuc,
    tham muu, huong dan, thuc hien, trien khai, xay dung, can cu, theo doi, theo chuc nang, theo nhiem vu, theo tham
    quyen, theo quy dinh, theo linh vuc, khan truong, kip thoi, thuong xuyen, tap trung, nghiem tuc, nghiem cam,
    quan triet, ra soat, day manh, bo tri, can doi, kiem tra, thanh tra, giam sat, bao cao, cung cap thong tin, cung
    cap day du, cung cap kip thoi, pho bien, tuyen truyen, de xuat, dam bao, bao dam, nghien cuu, ban hanh, van
    dong, don doc, tong hop, tiep nhan, xu ly, lap ke hoach, lap danh sach, lap phuong an, lap bien ban, cap nhat,
    cu can bo, uu tien, trinh ubnd, trinh uy ban, trinh chu tich, trinh cap, khao sat, thong ke, danh gia, phan
    cong, phan tich, phan bo, phan loai, huy dong, khac phuc, duy tri, duy tu, phat hien, ngan chan, tao dieu kien,
    ho tro, dua tin, dang tai, phan anh, phat song, phat huy, phat dong, chi dao, lanh dao, chap hanh, tuan thu,
    dinh ky, hang nam, hang thang, hang quy, truoc ngay, trong pham vi, trong qua trinh, tren co so, tuy theo, duoc
    giao, khong de, khong duoc, nang cao, cong bo, cong khai, niem yet, san sang, rut kinh nghiem, quy dinh cu the,
    quan ly chat, chuan bi, chan chinh, siet chat, thiet lap, tham dinh, tham tra, xac minh, dieu tra, truy quet,
    phong ngua, tap huan, boi duong, hoan thanh, hoan thien, lam dau moi, la dau moi, la co quan, thong bao, thong
    tin kip thoi, luon, tu kiem tra, tu giac, trang bi, bam sat, gan trach nhiem, giai quyet, ky cam ket, cam ket,
    thanh lap, van hanh, lap dat, sua chua, nang cap, to chuc, ap dung, nghiem chinh, xac dinh, truc tiep chi dao,
    truc tiep kiem tra, giao nhiem vu, giao trach nhiem, yeu cau, de nghi, phai, lay y kien, len phuong an, don vi
    minh, nhan duoc chi thi, khi phat hien, khi co, khi xay ra, neu de xay ra, lien he, ung dung, trao doi, canh
    bao, di doi, so tan, neo dau, ra quan, tuan tra, dieu phoi, dieu tiet, phan luong, thu gom, cap phat, cu luc
    luong, tham gia, hop dong, ket hop, dong gop, mo rong, giam thieu, khong cho phep, hoan chinh, tuyen chon, quan
    tam"""
)
TASK_WORDS_AS_PRINTED = _single("cần phải")

# Task phrases that open a new sentence beside a heading even with a capital ("Sở Y tế Chủ trì …" after a lost line end).
# Only those that are never part of a body's name ("Sở Xây dựng", "Ban Chỉ đạo" keep theirs).
TASKS_WITH_CAPITAL = _table(
    """chu tri, phoi hop, phoi hop voi, co trach nhiem, chiu trach nhiem, tang cuong, tiep tuc, tham muu, thuc hien,
    trien khai thuc hien, chu dong, khan truong, thuong xuyen, kip thoi, can cu, quan triet, bo tri, can doi, day
    manh, tap trung, nghiem tuc, don doc, ra soat, nghien cuu, yeu cau"""
)

# Behind these, what looks like a task is still the name: "ban chỉ đạo", "đội kiểm tra", "các tổ chức".
STILL_THE_NAME_BEHIND = _single("ban bo to doi phong uy")
# "tổ chức" is a task, unless the bodies called so are meant.
ORGANISATIONS_BEHIND = _single("ca chinh doan xa tin quoc kinh hanh su dang co doanh lien va")

# What departments, ministries and district offices are for; with one of these a name is known to end although the verb is unknown.
FIELDS = _table(
    """y te, noi vu, tai chinh, tu phap, cong thuong, xay dung, giao thong van tai, giao thong cong chinh, nong nghiep,
    phat trien nong thon, moi truong, tai nguyen, lao dong, thuong binh, xa hoi, van hoa, the thao, du lich, giao
    duc, dao tao, khoa hoc, cong nghe, thong tin, truyen thong, ke hoach, dau tu, ngoai vu, quy hoach, kien truc,
    kinh te, ha tang, do thi, quoc phong, cong an, quan su, y te du phong, quan ly do thi"""
)
NAME_PREFIXES = _single("so bo phong tram")
# Behind the name of a body: of which place or level it is.
PLACE_WORDS = _single("tinh huyen xa phuong thi tran thanh pho quan")

# Small words that names of bodies are made of; a heading that is mostly others is a sentence and names no owner.
NAME_WORDS = _single(
    """va cac cap tinh huyen xa phuong thi tran thanh pho quan ban nganh so bo co don vi to chuc ca nhan doanh nghiep
    hoat dong tren dia lien thuoc truc tai cung ung dich vu buu chinh vien thong kinh san xuat ly chu dau tu the tri
    hoi nghe cua nha nuoc dan khu cong hop tac ho luc luong trang dung nguoi trong ngoai khac la voi tham gia chuyen
    mon quyen phat bao chi tin dai truyen hinh phong cuc nhanh luu tru hang hoa giao duc dao tao y te quoc nam can
    thu truong giam doc tich uy mat doan mang luoi su khach chung cu toa xang khi gas cho van tau thuyen khai thac
    che bien nong lam ngu"""
)

# "Các sở: Tư pháp, Tài chính …": behind one of these a colon may open a list of names instead of ending the owner.
LISTED_BEHIND_COLON = _single("so nganh huyen xa phuong pho vi quan bo")

# Words after which no sentence and no heading ends, so that the next line goes on with it; as printed, since folding would
# take "tỉnh", with which many headings end, for "tính", and "sở" for "số".
CONNECTORS = _single(
    """và hoặc với của tại theo cho từ đến về trong trên dưới các những một là ở bằng do vì như gồm khoản điểm điều số
    ngày tháng năm được bị để khi nếu qua giữa không có sự việc thuộc hay cùng nhằm mọi từng đối hằng"""
)
# Behind these, a number at the start of the next line belongs to the sentence: "theo quy định tại khoản / 2. Điều 5".
NUMBER_COMES = _single(
    """khoản điểm điều số ngày tháng năm mục phần chương tại theo từ đến và hoặc quy của với lần quý khoảng hơn bảng
    biểu mẫu lớp"""
)

# Names written with a dash; broken at it, the second half must not become an item of a list.
DASHED_NAMES = _pairs(
    """lao dong - thuong binh; kinh te - xa hoi; chinh tri - xa hoi; xa hoi - nghe nghiep; van hoa - xa hoi; van hoa
    - thong tin; tai chinh - ke hoach; khoa hoc - ky thuat; khoa hoc - cong nghe; dan so - ke hoach hoa; phat
    thanh - truyen hinh; doc lap - tu do; tu do - hanh phuc; giao duc - dao tao; quoc phong - an ninh; van hoa -
    the thao; kinh te - ky thuat; ke hoach - dau tu; y te - dan so; van hoa - du lich; ky thuat - nghiep vu; cong
    nghiep - thuong mai; an ninh - quoc phong"""
)
