# Odoo 19 with OCA's addons, the PDF engine, Chinese fonts and our addons.
FROM odoo:19.0

USER root
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-noto-cjk libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/sanbao
COPY requirements.txt ./
# The image brings Odoo's own dependencies. OCA's packages are all named in requirements.txt,
# so none of them may pull in another version of Odoo.
RUN grep '^odoo-addon-' requirements.txt > /tmp/addons.txt \
    && grep -E '^(fonttools|plutoprint|pypdf|weasyprint|cn2an|xlsxwriter|xlrd)==' requirements.txt > /tmp/tools.txt \
    && sed -n '/^# Demand forecast/,/^$/p' requirements.txt >> /tmp/tools.txt \
    && pip3 install --no-cache-dir --break-system-packages --no-deps -r /tmp/addons.txt \
    && pip3 install --no-cache-dir --break-system-packages --ignore-installed -r /tmp/tools.txt \
    && rm /tmp/*.txt

COPY config ./config
COPY script ./script
COPY addons ./addons
ENV ODOO_RC=/opt/sanbao/config/odoo.prod.conf \
    ODOO_ADDONS_PATH=/opt/sanbao/addons \
    ODOO_DATA_DIR=/var/lib/odoo

USER odoo
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s --retries=5 \
    CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://localhost:8069/web/health"]
