"""Overview (việc của đơn vị, tìm kiếm): the first page of everybody, and one search over all that one may see."""
