"""Items (bưu gửi): what operators declare in their manifests (bảng kê bưu gửi), and where it is kept.

`reading` takes a manifest file in, `archive` keeps the accepted rows encrypted by operator and day, `generate` invents
manifests for the demo and the benchmarks. Serves points 3a, 4a, 7b and 7c of the directive. Only declared data: the
content of a letter (thư) or document is never taken in, kept or screened.
"""
